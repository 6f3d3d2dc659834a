package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.Disk;
import io.clew.engine.storage.SetAside;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;

import org.junit.jupiter.api.Test;

import java.util.List;

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
