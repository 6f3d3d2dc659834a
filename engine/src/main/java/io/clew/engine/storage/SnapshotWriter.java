package io.clew.engine.storage;

import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.kv.KvView;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.PlacementCodec;
import io.clew.engine.raft.SnapshotId;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Writes a state block by block; the same state gives the same bytes on every node.
 *
 * <p>A block is a checksum, which starts from the number of the block, the length of the rest, its
 * kind and its content.
 */
final class SnapshotWriter {
    static final int FORMAT = 4;
    static final int PREFIX_BYTES = 8;
    static final int HEADER = 1;
    static final int ITEMS = 2;
    static final int END = 3;
    static final int KEYS = 4;

    private final DiskFile file;
    private final StorageConfig config;
    private final CRC32C checksum = new CRC32C();
    private final ByteWriter block;
    private long position;
    private long syncedBytes;
    private long blocks;

    SnapshotWriter(DiskFile file, StorageConfig config) {
        this.file = file;
        this.config = config;
        this.block = new ByteWriter(config.snapshotBlockBytes());
    }

    SnapshotId write(int shard, SnapshotState state) {
        Placement placement = state.sharding().placement();
        begin(HEADER);
        block.varint(FORMAT).varint(shard);
        BatchCodec.writeId(state.last(), block);
        block.varint(state.configured().index()).bytes(state.membership().encode());
        block.varint(state.keys().floor()).varint(state.keys().timeMillis());
        block.varint(state.sharding().lastClear()).bool(placement != null);
        if (placement != null) {
            block.bytes(PlacementCodec.encode(placement));
        }
        end();
        writeItems(ITEMS, state.data());
        writeItems(KEYS, state.keys().records());
        begin(END);
        block.varint(state.data().size() + (long) state.keys().records().size());
        end();
        file.sync();
        return new SnapshotId(state.last(), position, (int) checksum.getValue());
    }

    private void writeItems(int kind, KvView data) {
        begin(kind);
        for (KvView.Item item : data) {
            block.bytes(item.key()).bytes(item.value()).varint(item.revision());
            if (block.size() >= config.snapshotBlockBytes()) {
                end();
                begin(kind);
            }
        }
        end();
    }

    private void begin(int kind) {
        block.reset();
        block.u32(0).u32(0).u8(kind);
    }

    private void end() {
        block.u32At(4, block.size() - PREFIX_BYTES);
        block.u32At(0, Checksum.of(blocks, 0, block.buffer(), 4, block.size() - 4));
        checksum.update(block.buffer(), 0, block.size());
        file.write(position, ByteBuffer.wrap(block.buffer(), 0, block.size()));
        position += block.size();
        blocks++;
        if (position - syncedBytes >= config.snapshotSyncBytes()) {
            file.sync();
            syncedBytes = position;
        }
    }
}
