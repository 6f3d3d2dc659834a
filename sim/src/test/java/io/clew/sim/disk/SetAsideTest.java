package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Disk;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.SetAside;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;

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
                other.failSyncsAfter(0, SimDisk.Unsaved.STAYS);
                assertThrows(DiskException.class, () -> SetAside.move(other));
            }
            other.heal();
            other.crash(new SplittableRandom(seed), SimDisk.Crash.KEEPS_SOME);
            if (other.list().contains("identity")) {
                Storage.open(other, StorageConfig.tiny(), new NodeId(2)).close();
            }
        }
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
        Storage.open(disk, StorageConfig.tiny(), new NodeId(node)).close();
    }

    private List<NodeId> owners() {
        return SetAside.views(disk).stream().map(SetAside::owner).toList();
    }
}
