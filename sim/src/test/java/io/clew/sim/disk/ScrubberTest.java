package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;
import io.clew.engine.storage.WriteBatch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

/** What is read back while the node runs: all that nobody writes to any more, a bit at a time. */
class ScrubberTest {
    private static final long TERM = 3;
    private static final long A_ROUND = 1 << 20;

    /** In records of a segment: each begins a sector, and is shorter than one. */
    private static final int IN_THE_SECOND_RECORD = 1024 + 100;

    private static final int IN_THE_LAST_RECORDS = 2560 + 100;

    /** More than one round over this disk takes. */
    private static final int PIECES_MAX = 200;

    private final SimDisk disk = new SimDisk();
    private Storage storage = Storage.open(disk, StorageConfig.tiny(), new NodeId(42));

    @Test
    void aWholeDiskIsReadAgainAndAgainAndNothingIsFound() {
        fillSegments();
        for (int i = 0; i < 5; i++) {
            assertNull(storage.snapshots().scrub(A_ROUND));
        }
    }

    @Test
    void damageInASegmentThatIsFullIsFound() {
        fillSegments();
        disk.flip(segments().get(1), IN_THE_SECOND_RECORD, 3);
        assertNames(segments().get(1), storage.snapshots().scrub(A_ROUND));
    }

    @Test
    void damageInTheHeaderOfASegmentIsFound() {
        fillSegments();
        disk.flip(segments().get(1), 20, 3);
        assertNames(segments().get(1), storage.snapshots().scrub(A_ROUND));
    }

    @Test
    void damageInTheNewestSnapshotIsFound() {
        storage.snapshots().save(0, StorageRun.state(new LogId(TERM, 20)), List.of());
        disk.flip(snapshots().getFirst(), 700, 3);
        assertNames(snapshots().getFirst(), storage.snapshots().scrub(A_ROUND));
    }

    @Test
    void aNewSnapshotOfTheSameStateTakesThePlaceOfTheDamagedOne() {
        storage.snapshots().save(0, StorageRun.state(new LogId(TERM, 20)), List.of());
        disk.flip(snapshots().getFirst(), 700, 3);
        assertNotNull(storage.snapshots().scrub(A_ROUND));
        storage.snapshots().save(0, StorageRun.state(new LogId(TERM, 20)), List.of());
        assertNull(storage.snapshots().scrub(A_ROUND));
    }

    @Test
    void theSnapshotThatIsNotNeededAnyMoreIsNotRead() {
        storage.snapshots().save(0, StorageRun.state(new LogId(TERM, 20)), List.of());
        disk.flip(snapshots().getFirst(), 700, 3);
        storage.snapshots().save(0, StorageRun.state(new LogId(TERM, 21)), List.of());
        assertNull(storage.snapshots().scrub(A_ROUND));
    }

    /** Where it ends only the next start can say. */
    @Test
    void theSegmentThatIsWrittenToIsLeftAlone() {
        fillSegments();
        disk.flip(segments().getLast(), 512 + 100, 3);
        assertNull(storage.snapshots().scrub(A_ROUND));
    }

    @Test
    void eachPieceGoesOnWhereTheOneBeforeEnded() {
        fillSegments();
        storage.snapshots().save(0, StorageRun.state(new LogId(TERM, 20)), List.of());
        disk.flip(segments().get(1), IN_THE_LAST_RECORDS, 3);
        disk.flip(snapshots().getFirst(), 700, 3);
        int before = piecesUntil(segments().get(1));
        assertTrue(before > 3, "pieces: " + before);
        // The rest of the damaged file is left out, what comes after it is not.
        piecesUntil(snapshots().getFirst());
        // And then all from the beginning, in pieces as small as before.
        assertEquals(before, piecesUntil(segments().get(1)));
    }

    /** It is not read at once as a whole, and the log writes into it again meanwhile. */
    @Test
    void aSegmentThatIsFreedWhileItIsReadIsNoDamage() {
        storage.close();
        var larger = new StorageConfig(16 << 10, 1 << 10, 256, 1 << 10);
        storage = Storage.open(disk, larger, new NodeId(42));
        int last = fillSegments();
        String first = segments().getFirst();
        for (int i = 0; i < 3; i++) {
            assertNull(storage.snapshots().scrub(1));
        }
        storage.snapshots().save(0, StorageRun.state(new LogId(TERM, last)), List.of());
        var mark = new LogWrite.SnapshotMark(new LogId(TERM, last), false);
        write(new LogWrite(hard(), mark, 0, List.of()));
        assertFalse(segments().contains(first));
        fillFrom(last);
        for (int i = 0; i < PIECES_MAX; i++) {
            assertNull(storage.snapshots().scrub(1));
        }
    }

    /** Reads in the smallest pieces until something is found, and says how many that took. */
    private int piecesUntil(String damaged) {
        for (int pieces = 1; pieces < PIECES_MAX; pieces++) {
            String found = storage.snapshots().scrub(1);
            if (found != null) {
                assertNames(damaged, found);
                return pieces;
            }
        }
        throw new AssertionError("nothing is found in " + damaged);
    }

    private static void assertNames(String file, @Nullable String damage) {
        assertTrue(damage != null && damage.contains(file), file + ": " + damage);
    }

    private List<String> segments() {
        return files("wal-[0-9a-f]{16}");
    }

    private List<String> snapshots() {
        return files("snapshot-.*");
    }

    private List<String> files(String pattern) {
        return disk.list().stream().filter(name -> name.matches(pattern)).sorted().toList();
    }

    private int fillSegments() {
        return fillFrom(0);
    }

    /** Writes some segments full, and says what the last index is. */
    private int fillFrom(int index) {
        int last = index;
        int before = segments().size();
        while (segments().size() < before + 4) {
            last++;
            var entry = new Entry(last, TERM, Entry.Kind.COMMAND, Bytes.of(new byte[300]));
            write(new LogWrite(hard(), null, last, List.of(entry)));
        }
        return last;
    }

    private static HardState hard() {
        return new HardState(TERM, new NodeId(5));
    }

    private void write(LogWrite write) {
        storage.append(new WriteBatch(1, List.of(new WriteBatch.ShardWrite(0, write))));
        storage.sync();
    }
}
