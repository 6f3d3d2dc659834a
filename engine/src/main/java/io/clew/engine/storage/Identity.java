package io.clew.engine.storage;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.raft.NodeId;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The file that makes a folder the data of one node. It gets its name only after the first segment
 * of the log is durable: with it, a missing log is damage; without it, there is no node yet.
 */
final class Identity {
    static final String NAME = "identity";

    /** Stands for as long as a first opening has not come to its end. */
    static final String UNFINISHED = "identity.new";

    private static final int FORMAT = 1;
    private static final long MAGIC = 0x434c_4557_2020_4944L;
    private static final int BYTES = 24;

    private Identity() {}

    static NodeId read(Disk disk) {
        var buffer = ByteBuffer.allocate(BYTES + 1);
        try (var file = disk.open(NAME)) {
            Durable.read(file, NAME, 0, buffer);
        }
        byte[] bytes = buffer.array();
        var in = new ByteReader(bytes, 0, BYTES);
        boolean whole = buffer.position() == BYTES;
        if (!whole || in.u32() != Checksum.of(MAGIC, 0, bytes, 4, BYTES - 4) || in.u64() != MAGIC) {
            throw new CorruptionException(NAME, 0, "the identity of the node");
        }
        int format = in.u32();
        if (format != FORMAT) {
            throw DiskException.unknownFormat(
                    NAME, "it has format " + format + ", this version reads " + FORMAT);
        }
        return new NodeId(in.u64());
    }

    /** Writes the identity under its preliminary name. */
    static void begin(Disk disk, NodeId node, List<String> existing) {
        var out = new ByteWriter(BYTES).u32(0).u64(MAGIC).u32(FORMAT).u64(node.value());
        out.u32At(0, Checksum.of(MAGIC, 0, out.buffer(), 4, BYTES - 4));
        boolean again = existing.contains(UNFINISHED);
        try (var file = again ? disk.open(UNFINISHED) : disk.create(UNFINISHED)) {
            file.truncate(0);
            file.write(0, ByteBuffer.wrap(out.toArray()));
            file.sync();
        }
        disk.syncDirectory();
    }

    static void complete(Disk disk) {
        disk.rename(UNFINISHED, NAME);
        disk.syncDirectory();
    }
}
