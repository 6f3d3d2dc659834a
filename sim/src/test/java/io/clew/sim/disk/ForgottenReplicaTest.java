package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.Invariant;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.LogWrite.SnapshotMark;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.WriteBatch;
import io.clew.engine.storage.WriteBatch.ShardWrite;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What may come after a replica of which nobody has heard, and what after one that went. */
class ForgottenReplicaTest extends StorageCase {
    private static final HardState FIRST = HardState.of(NODE.replica(1)).voted(3, new NodeId(5));

    @Test
    void theSameNumberMayComeAgainAfterOneThatIsForgotten() {
        try (var storage = open()) {
            write(storage, new LogWrite(FIRST, null, 1, List.of(entry(1, 10), entry(2, 10))));
            write(storage, LogWrite.FORGOTTEN);
        }
        try (var storage = open()) {
            Recovered recovered = storage.takeRecovered();
            assertEquals(Map.of(1, 0), recovered.graves());
            assertEquals(List.of(), recovered.shards());
            var again = HardState.of(NODE.replica(1)).voted(1, NodeId.UNBOUND);
            write(storage, new LogWrite(again, null, 1, List.of()));
        }
        try (var storage = open()) {
            Recovered recovered = storage.takeRecovered();
            assertEquals(Map.of(), recovered.graves());
            assertEquals(1, recovered.shards().getFirst().hard().term());
            assertEquals(List.of(), recovered.shards().getFirst().entries());
        }
    }

    @Test
    void aNumberThatOthersKnowNeverComesAgain() {
        refused(gone(), LogWrite.FORGOTTEN);
    }

    @Test
    void aReplicaThatOthersKnowDoesNotBeginAfresh() {
        refused(gone(), new LogWrite(FIRST, SnapshotMark.AFRESH, 0, List.of()));
    }

    private Storage gone() {
        var storage = open();
        write(storage, new LogWrite(FIRST, null, 0, List.of()));
        write(storage, new LogWrite(HardState.gone(1), null, 0, List.of()));
        return storage;
    }

    @Test
    void whatHasASnapshotIsNotForgotten() {
        var storage = open();
        write(storage, new LogWrite(FIRST, null, 1, List.of(entry(1, 10))));
        storage.snapshots().save(1, StorageRun.state(new LogId(3, 1)), List.of());
        write(storage, new LogWrite(FIRST, new SnapshotMark(new LogId(3, 1), false), 0, List.of()));
        refused(storage, LogWrite.FORGOTTEN);
    }

    /** Or the power fails, and the log relies on a snapshot that is not there. */
    @Test
    void aFarewellThatIsNotDurableTakesNoSnapshotAway() {
        var storage = open();
        write(storage, new LogWrite(FIRST, null, 1, List.of(entry(1, 10))));
        storage.snapshots().save(1, StorageRun.state(new LogId(3, 1)), List.of());
        write(storage, new LogWrite(FIRST, new SnapshotMark(new LogId(3, 1), false), 0, List.of()));
        disk.failSyncsAfter(0, SimDisk.Unsaved.STAYS);
        var farewell = new LogWrite(HardState.gone(1), null, 0, List.of());
        assertThrows(DiskException.class, () -> write(storage, farewell));
        boolean opened = false;
        for (int syncs = 0; !opened; syncs++) {
            var copy = disk.copy();
            copy.failSyncsAfter(syncs, SimDisk.Unsaved.STAYS);
            opened = opens(copy);
            copy.heal();
            copy.crash(new SplittableRandom(1), SimDisk.Crash.LOSES_UNSYNCED);
            Recovered left = Storage.open(copy, CONFIG, NODE).takeRecovered();
            assertEquals(1, left.shards().size() + left.graves().size(), "syncs: " + syncs);
            assertTrue(!opened || left.shards().isEmpty(), "what an opening has told is kept");
            boolean files = copy.list().stream().anyMatch(name -> name.startsWith("snapshot-"));
            assertEquals(left.graves().isEmpty(), files, "its files go with it");
        }
    }

    private static boolean opens(SimDisk disk) {
        try {
            Storage.open(disk, CONFIG, NODE).close();
            return true;
        } catch (DiskException e) {
            return false;
        }
    }

    private static void refused(Storage storage, LogWrite write) {
        var batch = new WriteBatch(1, List.of(new ShardWrite(1, write)));
        assertThrows(Invariant.Broken.class, () -> storage.append(batch));
    }

    private static void write(Storage storage, LogWrite write) {
        storage.append(new WriteBatch(1, List.of(new ShardWrite(1, write))));
        storage.sync();
    }
}
