package io.clew.engine.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.raft.LogId;
import io.clew.engine.raft.SnapshotId;

import org.junit.jupiter.api.Test;

import java.util.List;

class SnapshotNameTest {
    private static final SnapshotName NAME = name(3, 0x2a);

    @Test
    void aNameTellsTheWholeId() {
        assertEquals(NAME, SnapshotName.parse(NAME.fileName()));
        assertEquals(
                "snapshot-00000003-000000000000002a-0000000000000007-00000000000003e8-fffffff0",
                NAME.fileName());
    }

    @Test
    void otherNamesAreNoSnapshots() {
        for (String other : List.of("", "snapshot", "snapshot-1", NAME.partName(), "x")) {
            assertNull(SnapshotName.parse(other), other);
        }
        assertFalse(SnapshotName.isTemporary("snapshot.new"));
        assertTrue(SnapshotName.isTemporary(SnapshotName.temporary(3)));
    }

    @Test
    void filesAreFoundOldestFirstAndPartsApart() {
        SnapshotName newer = name(3, 0x2b);
        SnapshotName part = name(3, 0x2c);
        List<String> files = List.of("log", newer.fileName(), part.partName(), NAME.fileName());
        assertEquals(List.of(NAME, newer), SnapshotName.complete(files));
        assertEquals(List.of(part), SnapshotName.parts(files));
    }

    private static SnapshotName name(int shard, long index) {
        return new SnapshotName(shard, new SnapshotId(new LogId(7, index), 1000, -16));
    }
}
