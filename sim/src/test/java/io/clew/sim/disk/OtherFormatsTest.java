package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.HardState;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.LogWrite.SnapshotMark;
import io.clew.engine.raft.NodeId;
import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.Storage;
import io.clew.engine.storage.StorageConfig;
import io.clew.engine.storage.Survey;
import io.clew.engine.storage.WriteBatch;
import io.clew.engine.storage.WriteBatch.ShardWrite;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What another version has written is not taken for damage, which would have the node rebuilt: it
 * is called what it is, and left as it is. Each format is changed here as a later version might,
 * with the checksums that it would have then.
 */
class OtherFormatsTest {
    private static final NodeId NODE = new NodeId(42);
    private static final StorageConfig CONFIG = StorageConfig.tiny();
    private static final long IDENTITY_MAGIC = 0x434c_4557_2020_4944L;
    private static final int SECTOR = 512;
    private static final int RECORD_HEADER = 32;

    private final SimDisk disk = new SimDisk();

    @BeforeEach
    void writeAll() {
        try (var storage = Storage.open(disk, CONFIG, NODE)) {
            storage.snapshots().save(0, StorageRun.state(new LogId(3, 5)), List.of());
            var mark = new SnapshotMark(new LogId(3, 5), true);
            var write = new LogWrite(new HardState(3, NODE), mark, 6, List.of());
            storage.append(new WriteBatch(1, List.of(new ShardWrite(0, write))));
            storage.sync();
        }
    }

    private byte[] read(String name) {
        try (var file = disk.open(name)) {
            var bytes = ByteBuffer.allocate((int) file.sizeBytes());
            file.read(0, bytes);
            return bytes.array();
        }
    }

    private void write(String name, byte[] bytes) {
        try (var file = disk.open(name)) {
            file.write(0, ByteBuffer.wrap(bytes));
            file.sync();
        }
    }

    private String named(String prefix) {
        return disk.list().stream().filter(n -> n.startsWith(prefix)).findFirst().orElseThrow();
    }

    private Map<String, Bytes> content() {
        var all = new TreeMap<String, Bytes>();
        disk.list().forEach(name -> all.put(name, Bytes.of(read(name))));
        return all;
    }

    /** The checksum with which a part begins, over the rest of it. */
    private static void seal(byte[] bytes, int from, int length, long seed) {
        var crc = new CRC32C();
        crc.update(new ByteWriter(16).u64(seed).u64(0).buffer(), 0, 16);
        crc.update(bytes, from + 4, length - 4);
        ByteBuffer.wrap(bytes).putInt(from, (int) crc.getValue());
    }

    private void isCalledWhatItIs(String file, String what) {
        Map<String, Bytes> before = content();
        for (Runnable look : List.<Runnable>of(this::start, this::survey)) {
            var met = assertThrows(DiskException.class, look::run);
            assertEquals(DiskException.Kind.UNKNOWN_FORMAT, met.kind());
            String text = String.valueOf(met.getMessage());
            assertTrue(text.startsWith(file + " was written by another version"), text);
            assertTrue(text.endsWith(what), text);
        }
        assertEquals(before, content());
    }

    private void start() {
        Storage.open(disk, CONFIG, NODE).close();
    }

    private void survey() {
        var _ = Survey.of(disk, CONFIG);
    }

    @Test
    void anIdentity() {
        byte[] bytes = read("identity");
        ByteBuffer.wrap(bytes).putInt(12, 2);
        seal(bytes, 0, bytes.length, IDENTITY_MAGIC);
        write("identity", bytes);
        isCalledWhatItIs("identity", "it has format 2, this version reads 1");
    }

    @Test
    void aSegment() {
        String name = named("wal-0");
        byte[] bytes = read(name);
        bytes[15] = '3';
        var head = new ByteReader(bytes, 4, 12);
        int length = head.u32();
        seal(bytes, 0, length, head.u64());
        write(name, bytes);
        isCalledWhatItIs(name, "it has format 3, this version reads 2");
    }

    @Test
    void aRecord() {
        String name = named("wal-0");
        byte[] bytes = read(name);
        long generation = new ByteReader(bytes, 16, 8).u64();
        ByteBuffer.wrap(bytes).putInt(SECTOR + 12, 9);
        seal(bytes, SECTOR, RECORD_HEADER, generation);
        write(name, bytes);
        isCalledWhatItIs(name, "there is record kind 9");
    }

    @Test
    void aSnapshot() {
        String name = named("snapshot-");
        byte[] bytes = read(name);
        assertEquals(4, bytes[9]);
        bytes[9] = 5;
        seal(bytes, 0, 8 + new ByteReader(bytes, 4, 4).u32(), 0);
        write(name, bytes);
        isCalledWhatItIs(name, "it has format 5, this version reads 4");
    }

    /** They are in records that are known, so that only who looks into them can tell. */
    @Test
    void anEntry() {
        assertUnknown(Entry.Kind.COMMAND, "an unknown command 1 of version 15");
        assertUnknown(Entry.Kind.MEMBERSHIP, "an unknown membership format 241");
    }

    private static void assertUnknown(Entry.Kind kind, String what) {
        var entry = new Entry(6, 3, kind, Bytes.of(new byte[] {(byte) 0xf1, 7}));
        var noop = new Entry(7, 3, Entry.Kind.NOOP, Bytes.EMPTY);
        var hard = new HardState(3, NODE);
        var shard = new Recovered.Shard(2, hard, null, null, List.of(entry, noop));
        assertEquals("the log of shard 2: entry 3.6 has " + what, shard.unknown());
        var known = new Recovered.Shard(2, hard, null, null, List.of(noop));
        assertNull(known.unknown());
    }
}
