package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.SetAside;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;
import io.clew.engine.storage.Survey;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

/** What becomes of data that is set aside, once and again. */
class SetAsideTest {
    private final SimDisk disk = new SimDisk();

    @Test
    void itCanBeReadUntilItIsDeleted() {
        live(1);
        SetAside.move(disk);
        assertFalse(SetAside.owner(disk).bound());
        assertEquals(List.of(new NodeId(1)), owners());
        assertTrue(SetAside.delete(disk));
        assertEquals(List.of(), disk.list());
        assertFalse(SetAside.delete(disk));
    }

    @Test
    void whatNothingHasReplacedYetIsKept() {
        for (int node = 1; node <= 3; node++) {
            live(node);
            if (node == 2) {
                disk.rename("wal-0000000000000001", "wal-0000000000000002");
            }
            SetAside.move(disk);
        }
        assertEquals(List.of(new NodeId(1), new NodeId(3)), owners(), "the first and the newest");
        for (Disk view : SetAside.views(disk)) {
            assertEquals(List.of("identity", "wal-0000000000000001"), view.list());
        }
        assertTrue(SetAside.delete(disk));
        assertEquals(List.of(), disk.list());
    }

    /** A crash right behind the first step: the identity has gone, and all else is there. */
    @Test
    void aMoveThatWasCutOffGoesOnWhereItBegan() {
        live(1);
        disk.rename("identity", "aside-identity");
        SetAside.move(disk);
        live(2);
        disk.rename("identity", "aside-later-identity");
        SetAside.move(disk);
        assertEquals(List.of(new NodeId(1), new NodeId(2)), owners());
        for (Disk view : SetAside.views(disk)) {
            assertTrue(view.list().size() > 1, "its log has come along");
        }
    }

    /** Not even where neither of two attempts could make its names durable. */
    @Test
    void anIdentityDoesNotComeBackWithoutItsLog() {
        for (int seed = 0; seed < 50; seed++) {
            var other = new SimDisk();
            Storage.open(other, StorageConfig.tiny(), new NodeId(1)).close();
            for (int attempt = 0; attempt < 2; attempt++) {
                // The first gets as far as to the identity, the second finds it gone.
                other.failSyncsAfter(1 - attempt, SimDisk.Unsaved.STAYS);
                assertThrows(DiskException.class, () -> SetAside.move(other));
            }
            other.heal();
            other.crash(new SplittableRandom(seed), SimDisk.Crash.KEEPS_SOME);
            if (other.list().contains("identity")) {
                Storage.open(other, StorageConfig.tiny(), new NodeId(2)).close();
            }
        }
    }

    /** The next node begins only once it cannot come back any more. */
    @Test
    void whatWasSetAsideStaysSoUnderANodeThatBegins() {
        for (int seed = 0; seed < 200; seed++) {
            var other = new SimDisk();
            Storage.open(other, StorageConfig.tiny(), new NodeId(1)).close();
            other.failSyncsAfter(syncsBeforeTheLast(other), SimDisk.Unsaved.STAYS);
            assertThrows(DiskException.class, () -> SetAside.move(other));
            other.failSyncsAfter(seed % 4, SimDisk.Unsaved.STAYS);
            assertThrows(DiskException.class, () -> begin(other, 2));
            other.heal();
            other.crash(new SplittableRandom(seed), SimDisk.Crash.KEEPS_SOME);
            try {
                begin(other, 3);
            } catch (CorruptionException _) {
                SetAside.move(other);
            }
            Disk aside = SetAside.views(other).getFirst();
            assertEquals(new NodeId(1), SetAside.owner(aside));
            assertNull(Survey.of(aside, StorageConfig.tiny()).damage(), "seed " + seed);
        }
    }

    private static int syncsBeforeTheLast(SimDisk disk) {
        for (int syncs = 0; ; syncs++) {
            var copy = disk.copy();
            copy.failSyncsAfter(syncs, SimDisk.Unsaved.STAYS);
            try {
                SetAside.move(copy);
                return syncs - 1;
            } catch (DiskException _) {
                // There is another.
            }
        }
    }

    /** What came later and is replaced in its turn never mixes with what replaces it. */
    @Test
    void theLaterOfTwoIsReplacedAsAWhole() {
        for (int seed = 0; seed < 200; seed++) {
            var other = new SimDisk();
            for (int node = 1; node <= 2; node++) {
                begin(other, node);
                SetAside.move(other);
            }
            other.rename("aside-later-wal-0000000000000001", "aside-later-wal-0000000000000002");
            other.syncDirectory();
            begin(other, 3);
            for (int attempt = 0; attempt < 2; attempt++) {
                other.failSyncsAfter(seed % 2 * (1 - attempt), SimDisk.Unsaved.STAYS);
                assertThrows(DiskException.class, () -> SetAside.move(other));
            }
            other.heal();
            other.crash(new SplittableRandom(seed), SimDisk.Crash.KEEPS_SOME);
            SetAside.move(other);
            Disk later = SetAside.views(other).getLast();
            assertEquals(new NodeId(3), SetAside.owner(later));
            assertEquals(List.of("identity", "wal-0000000000000001"), later.list());
        }
    }

    private static void begin(SimDisk disk, int node) {
        Storage.open(disk, StorageConfig.tiny(), new NodeId(node)).close();
    }

    @Test
    void aLogWhoseIdentityIsLostTakesNothingsPlace() {
        live(1);
        SetAside.move(disk);
        live(2);
        disk.delete("identity");
        SetAside.move(disk);
        assertEquals(List.of(new NodeId(1), NodeId.UNBOUND), owners());
    }

    private void live(int node) {
        begin(disk, node);
    }

    private List<NodeId> owners() {
        return SetAside.views(disk).stream().map(SetAside::owner).toList();
    }
}
