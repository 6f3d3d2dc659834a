package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.SetAside;
import io.clew.engine.storage.Survey;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Objects;

/** What can be saved of a folder that is damaged: all that comes before the damage. */
class SalvageTest extends StorageCase {
    @Test
    void allThatComesBeforeAMissingSegmentIsThere() {
        int before = writeSegments();
        disk.delete(segments().get(2));
        assertEquals(before, salvaged().size());
    }

    /** It says where the one before ends, and that can be seen without it. */
    @Test
    void allThatComesBeforeASegmentWithADamagedHeaderIsThere() {
        int before = writeSegments();
        disk.flip(segments().get(2), 20, 3);
        assertEquals(before, salvaged().size());
    }

    @Test
    void allThatComesBeforeADamagedRecordIsThere() {
        writeSegments();
        disk.flip(segments().getFirst(), 1024 + 100, 3);
        assertEquals(1, salvaged().size());
    }

    /** What would have said that it was thrown away is not there. */
    @Test
    void aLogThatASnapshotHasReplacedIsNotPutOnTopOfIt() {
        try (var storage = open()) {
            for (int i = 1; i <= 20; i++) {
                var older = new Entry(i, 2, Entry.Kind.COMMAND, Bytes.of(new byte[300]));
                storage.append(batch(older));
                storage.sync();
            }
            storage.snapshots().save(0, StorageRun.state(new LogId(3, 10)), List.of());
        }
        disk.delete(segments().getLast());
        Recovered.Shard shard = survey().shards().getFirst();
        assertEquals(10, Objects.requireNonNull(shard.snapshot()).last().index());
        assertEquals(List.of(), shard.entries());
    }

    @Test
    void aLogThatHasTheSnapshotsLastEntryGoesOnFromIt() {
        try (var storage = open()) {
            for (int i = 1; i <= 40; i++) {
                write(storage, i, 300);
            }
            storage.snapshots().save(0, StorageRun.state(new LogId(3, 4)), List.of());
        }
        disk.delete(segments().getLast());
        Recovered.Shard shard = survey().shards().getFirst();
        assertTrue(shard.entries().size() > 4, "entries: " + shard.entries().size());
        assertEquals(5, shard.entries().getFirst().index());
    }

    @Test
    void aSnapshotWhoseLogIsLostIsThere() {
        try (var storage = open()) {
            write(storage, 1, 100);
            snapshot(storage, 1);
        }
        segments().forEach(disk::delete);
        Recovered.Shard shard = survey().shards().getFirst();
        assertEquals(1, Objects.requireNonNull(shard.snapshot()).last().index());
    }

    /** So it stands after a deletion that was cut off: it must not be in the way of others. */
    @Test
    void ofAnIdentityAloneNothingCanBeSaved() {
        open().close();
        SetAside.move(disk);
        disk.list().stream().filter(name -> name.contains("wal-")).forEach(disk::delete);
        Survey survey = Survey.of(SetAside.views(disk).getFirst(), CONFIG);
        assertEquals(NODE, survey.node());
        assertNotNull(survey.damage());
        assertEquals(List.of(), survey.shards());
    }

    private List<Entry> salvaged() {
        return survey().shards().getFirst().entries();
    }

    private Survey survey() {
        Survey survey = Survey.of(disk, CONFIG);
        assertNotNull(survey.damage());
        return survey;
    }

    /** Fills some segments, and says how many entries the first two have. */
    private int writeSegments() {
        int inTheFirstTwo = 0;
        try (var storage = open()) {
            for (int i = 1; segments().size() < 5; i++) {
                write(storage, i, 300);
                inTheFirstTwo = segments().size() < 3 ? i : inTheFirstTwo;
            }
        }
        return inTheFirstTwo;
    }

    private List<String> segments() {
        return disk.list().stream().filter(name -> name.matches("wal-[0-9a-f]{16}")).toList();
    }
}
