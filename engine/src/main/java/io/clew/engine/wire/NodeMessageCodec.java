package io.clew.engine.wire;

import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.placement.Placement;
import io.clew.engine.raft.NodeId;

import java.util.ArrayList;
import java.util.List;

/**
 * Frames between nodes that are not for any group: one message each.
 *
 * <pre>
 *   frame   : mark u8, type u8, the rest by type
 *   report  : zone string, resigns, follows u8, applied, count varint, groups
 *   group   : shard, term, applied, configuration varint, count varint, members
 *   member  : node u64, number varint
 *   clear, cleared : shard varint, number varint
 * </pre>
 *
 * The mark is no type of a message of a group, so that each frame tells what it is.
 */
public final class NodeMessageCodec {
    private static final int MARK = 0xff;
    private static final int REPORT = 1;
    private static final int CLEAR = 2;
    private static final int CLEARED = 3;
    private static final int ZONE_LENGTH_MAX = 255;

    private NodeMessageCodec() {}

    /** Whether a frame holds a message of this kind. */
    public static boolean marks(Bytes frame) {
        return frame.size() > 0 && (frame.array()[0] & 0xff) == MARK;
    }

    public static Bytes write(NodeMessage message) {
        var out = new ByteWriter();
        out.u8(MARK);
        switch (message) {
            case NodeMessage.Report report -> {
                out.u8(REPORT).string(report.zone()).bool(report.resigns()).bool(report.follows());
                out.varint(report.applied()).varint(report.groups().size());
                report.groups().forEach(group -> write(out, group));
            }
            case NodeMessage.ClearShard(int shard, long number) ->
                    out.u8(CLEAR).varint(shard).varint(number);
            case NodeMessage.Cleared(int shard, long number, long applied) ->
                    out.u8(CLEARED).varint(shard).varint(number).varint(applied);
        }
        return out.toBytes();
    }

    public static NodeMessage read(Bytes frame) {
        var in = new ByteReader(frame);
        if (in.u8() != MARK) {
            throw new MalformedException("not a message between nodes");
        }
        int type = in.u8();
        NodeMessage message =
                switch (type) {
                    case REPORT -> report(in);
                    case CLEAR -> new NodeMessage.ClearShard(shard(in), in.natural());
                    case CLEARED -> new NodeMessage.Cleared(shard(in), in.natural(), in.natural());
                    default -> throw new MalformedException("unknown type of message " + type);
                };
        in.finish();
        return message;
    }

    private static void write(ByteWriter out, NodeMessage.Led group) {
        out.varint(group.shard()).varint(group.term()).varint(group.applied());
        out.varint(group.configuration()).varint(group.settled().size());
        group.settled().forEach(id -> out.u64(id.value()).varint(id.replica()));
    }

    private static NodeMessage.Report report(ByteReader in) {
        String zone = in.string();
        if (zone.length() > ZONE_LENGTH_MAX) {
            throw new MalformedException("a zone of " + zone.length() + " characters");
        }
        boolean resigns = in.bool();
        boolean follows = in.bool();
        long applied = in.natural();
        int count = in.count(Placement.SHARDS_MAX);
        var groups = new ArrayList<NodeMessage.Led>(count);
        for (int i = 0; i < count; i++) {
            groups.add(
                    new NodeMessage.Led(
                            shard(in), in.natural(), in.natural(), in.natural(), members(in)));
        }
        return new NodeMessage.Report(zone, resigns, follows, applied, groups);
    }

    private static List<NodeId> members(ByteReader in) {
        int count = in.count(Placement.HOSTS_MAX);
        var members = new ArrayList<NodeId>(count);
        for (int i = 0; i < count; i++) {
            members.add(new NodeId(in.u64(), in.count(Integer.MAX_VALUE)));
        }
        return members;
    }

    private static int shard(ByteReader in) {
        return in.count(Placement.SHARDS_MAX - 1);
    }
}
