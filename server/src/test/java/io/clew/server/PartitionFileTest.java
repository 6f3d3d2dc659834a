package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

class PartitionFileTest {
    @TempDir Path folder;

    @Test
    void aPartitionIsRememberedUntilItIsHealed() {
        assertNull(new PartitionFile(folder).read());

        new PartitionFile(folder).write(Set.of("127.0.0.1:1", "127.0.0.1:2"));
        assertEquals(Set.of("127.0.0.1:1", "127.0.0.1:2"), new PartitionFile(folder).read());

        new PartitionFile(folder).write(new TreeSet<>());
        assertEquals(Set.of(), new PartitionFile(folder).read(), "alone is not free");

        new PartitionFile(folder).write(null);
        assertNull(new PartitionFile(folder).read());
    }
}
