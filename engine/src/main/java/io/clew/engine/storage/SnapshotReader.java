package io.clew.engine.storage;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.kv.KeysView;
import io.clew.engine.kv.KvStore;
import io.clew.engine.kv.Sharding;
import io.clew.engine.placement.PlacementCodec;
import io.clew.engine.raft.Configured;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Membership;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads a snapshot file and checks everything about it: blocks, order, size, name, checksum. */
final class SnapshotReader {
    /** More than a block that ends with the largest value. */
    private static final int LENGTH_MAX = 128 << 20;

    private final SnapshotName name;
    private final String fileName;
    private final DiskFile file;
    private final CRC32C checksum = new CRC32C();
    private byte[] block = new byte[SnapshotWriter.PREFIX_BYTES];
    private long position;
    private long blocks;
    private long floor;
    private long timeMillis;
    private Sharding sharding = Sharding.NONE;

    private SnapshotReader(SnapshotName name, String fileName, DiskFile file) {
        this.name = name;
        this.fileName = fileName;
        this.file = file;
    }

    /**
     * @param fileName where the file is now, which may still be a preliminary name
     * @throws CorruptionException if the file is not what its name promises
     * @throws DiskException if it is, and of another format
     */
    static SnapshotState read(Disk disk, SnapshotName name, String fileName) {
        try (var file = disk.open(fileName)) {
            return new SnapshotReader(name, fileName, file).read();
        }
    }

    private SnapshotState read() {
        if (file.sizeBytes() != name.id().sizeBytes()) {
            throw damaged("its size is " + file.sizeBytes());
        }
        try {
            Configured configured = header(next());
            var store = new KvStore();
            var keys = new KvStore();
            readItems(store, keys);
            if (position != file.sizeBytes() || (int) checksum.getValue() != name.id().checksum()) {
                throw damaged("the checksum of the whole");
            }
            var known = new KeysView(keys.view(), floor, timeMillis);
            return new SnapshotState(name.id().last(), configured, store.view(), known, sharding);
        } catch (MalformedException e) {
            throw damaged(String.valueOf(e.getMessage()));
        }
    }

    /** The checksum is right, so what makes no sense was written so: by another version. */
    private Configured header(ByteReader in) {
        require(in.u8() == SnapshotWriter.HEADER, "it has no header");
        try {
            return readHeader(in);
        } catch (MalformedException e) {
            throw DiskException.unknownFormat(fileName, String.valueOf(e.getMessage()));
        }
    }

    private Configured readHeader(ByteReader in) {
        long format = in.varint();
        if (format != SnapshotWriter.FORMAT) {
            throw new MalformedException(
                    "it has format " + format + ", this version reads " + SnapshotWriter.FORMAT);
        }
        require(in.varint() == name.shard(), "it belongs to another shard");
        LogId last = BatchCodec.readId(in);
        require(last.equals(name.id().last()), "it ends at " + last);
        var configured = new Configured(in.natural(), Membership.decode(in.bytes()));
        require(configured.index() <= last.index(), "its configuration is newer");
        floor = in.natural();
        timeMillis = in.natural();
        long lastClear = in.natural();
        sharding =
                new Sharding(
                        in.bool() ? PlacementCodec.decodePlacement(in.bytes()) : null, lastClear);
        in.finish();
        return configured;
    }

    private void readItems(KvStore store, KvStore keys) {
        ByteReader in = next();
        int kind = in.u8();
        for (; kind == SnapshotWriter.ITEMS || kind == SnapshotWriter.KEYS; kind = in.u8()) {
            KvStore target = kind == SnapshotWriter.ITEMS ? store : keys;
            while (in.remaining() > 0) {
                target.put(in.bytes(), in.bytes(), in.varint());
            }
            in = next();
        }
        require(kind == SnapshotWriter.END, "unknown block");
        require(in.varint() == (long) store.size() + keys.size(), "items are missing");
        in.finish();
    }

    /** The next block's kind and content. */
    private ByteReader next() {
        fill(0, SnapshotWriter.PREFIX_BYTES);
        int length = new ByteReader(block, 4, 4).u32();
        // It is not checked yet: what is damaged must not ask for more than there may be.
        long lengthMax = Math.min(LENGTH_MAX, file.sizeBytes() - position);
        require(length > 0 && length <= lengthMax, "a block's length");
        int size = SnapshotWriter.PREFIX_BYTES + length;
        if (block.length < size) {
            block = Arrays.copyOf(block, size);
        }
        fill(SnapshotWriter.PREFIX_BYTES, size);
        int expected = new ByteReader(block, 0, 4).u32();
        require(expected == Checksum.of(blocks, 0, block, 4, size - 4), "a block's checksum");
        checksum.update(block, 0, size);
        position += size;
        blocks++;
        return new ByteReader(block, SnapshotWriter.PREFIX_BYTES, length);
    }

    private void fill(int from, int to) {
        var target = ByteBuffer.wrap(block, from, to - from);
        int read = Durable.read(file, fileName, position + from, target);
        require(read == to - from, "it ends early");
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            throw damaged(what);
        }
    }

    private CorruptionException damaged(String what) {
        return new CorruptionException(fileName, position, what);
    }
}
