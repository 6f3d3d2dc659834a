package io.clew.engine.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.api.Command;
import io.clew.engine.bytes.ByteReader;
import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.wire.MessageCodec.Routed;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.lang.management.ManagementFactory;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Whatever was written reads back; whatever else arrives is refused in one way and cheaply. */
class CodecProps {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** A refusal carries its stack trace. */
    private static final long ALLOCATED_ANYWAY = 32 << 10;

    @Property
    void aFrameReadsBackAsItWasWritten(@ForAll("frames") List<Routed> frame) {
        assertEquals(frame, MessageCodec.read(encode(frame)));
    }

    @Property
    void theEstimatedSizeOfAMessageIsNeverTooSmall(@ForAll("messages") Message message) {
        var out = new ByteWriter();
        MessageCodec.write(
                out,
                new MessageCodec.Routed(
                        Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, message));
        assertTrue(out.size() <= MessageCodec.sizeBytes(message));
    }

    @Property
    void anEntryReadsBackAsItWasWritten(@ForAll("entries") Entry entry) {
        var out = new ByteWriter();
        EntryCodec.write(out, entry);
        var in = new ByteReader(out.toBytes());
        assertEquals(entry, EntryCodec.read(in));
        in.finish();
    }

    @Property
    void aCommandReadsBackAsItWasWritten(@ForAll("commands") Command command) {
        assertEquals(command, CommandCodec.decode(CommandCodec.encode(command)));
    }

    @Property
    void aMessageBetweenNodesReadsBackAsItWasWritten(
            @ForAll("nodeMessages") NodeMessage message, @ForAll Random random) {
        Bytes whole = NodeMessageCodec.write(message);
        assertTrue(NodeMessageCodec.marks(whole));
        assertEquals(message, NodeMessageCodec.read(whole));
        Bytes cut = new ByteReader(whole).raw(random.nextInt(whole.size()));
        assertThrows(MalformedException.class, () -> NodeMessageCodec.read(cut));
    }

    /** Nodes of the same version of the protocol must agree on them. */
    @Example
    void aReportHasTheseBytes() {
        var led = new NodeMessage.Led(3, 4, 200, 6, List.of(new NodeId(0x0102, 7)));
        var report = new NodeMessage.Report("r", true, false, 300, List.of(led));
        assertEquals(
                "ff01"
                        + "0172"
                        + "01"
                        + "00"
                        + "ac02"
                        + "01"
                        + "03"
                        + "04"
                        + "c801"
                        + "06"
                        + "01"
                        + "0000000000000102"
                        + "07",
                HexFormat.of().formatHex(NodeMessageCodec.write(report).array()));
    }

    @Property
    void aTruncatedFrameHoldsTheWholeMessagesBeforeTheCutOrIsRefused(
            @ForAll("frames") List<Routed> frame, @ForAll Random random) {
        var whole = encode(frame);
        var cut = new ByteReader(whole).raw(random.nextInt(whole.size() + 1));
        try {
            var read = MessageCodec.read(cut);
            assertEquals(frame.subList(0, read.size()), read);
            assertEquals(cut, encode(read));
        } catch (MalformedException expected) {
            assertTrue(cut.size() < whole.size());
        }
    }

    @Property
    void aTruncatedEntryIsRefused(@ForAll("entries") Entry entry, @ForAll Random random) {
        var out = new ByteWriter();
        EntryCodec.write(out, entry);
        var cut = new ByteReader(out.buffer(), 0, random.nextInt(out.size()));
        assertThrows(MalformedException.class, () -> EntryCodec.read(cut));
    }

    @Property(tries = 3000)
    void aDamagedFrameIsReadAsSomethingElseOrRefused(
            @ForAll("frames") List<Routed> frame, @ForAll Random random) {
        survives(MessageCodec::read, damaged(encode(frame), random));
    }

    @Property(tries = 1000)
    void aDamagedMessageBetweenNodesIsReadAsSomethingElseOrRefused(
            @ForAll("nodeMessages") NodeMessage message, @ForAll Random random) {
        survives(NodeMessageCodec::read, damaged(NodeMessageCodec.write(message), random));
    }

    @Property(tries = 1000)
    void aDamagedCommandIsReadAsSomethingElseOrRefused(
            @ForAll("commands") Command command, @ForAll Random random) {
        survives(CommandCodec::decode, damaged(CommandCodec.encode(command), random));
    }

    @Property(tries = 3000)
    void randomBytesAreReadAsSomethingOrRefused(@ForAll Random random) {
        var bytes = new byte[random.nextInt(80)];
        random.nextBytes(bytes);
        if (bytes.length > 0) {
            // Most first bytes would be refused at once.
            bytes[0] =
                    switch (random.nextInt(3)) {
                        case 0 -> (byte) random.nextInt(12);
                        case 1 -> (byte) (0x11 + random.nextInt(3));
                        default -> 0x21;
                    };
        }
        var input = Bytes.of(bytes);
        survives(MessageCodec::read, input);
        survives(CommandCodec::decode, input);
        survives(Membership::decode, input);
        survives(b -> EntryCodec.read(new ByteReader(b)), input);
    }

    @Provide
    Arbitrary<List<Routed>> frames() {
        return WireArbitraries.frames();
    }

    @Provide
    Arbitrary<NodeMessage> nodeMessages() {
        return WireArbitraries.nodeMessages();
    }

    @Provide
    Arbitrary<Message> messages() {
        return WireArbitraries.messages();
    }

    @Provide
    Arbitrary<Entry> entries() {
        return WireArbitraries.entries();
    }

    @Provide
    Arbitrary<Command> commands() {
        return WireArbitraries.commands();
    }

    private static Bytes encode(List<Routed> frame) {
        var out = new ByteWriter();
        for (var routed : frame) {
            MessageCodec.write(out, routed);
        }
        return out.toBytes();
    }

    private static Bytes damaged(Bytes bytes, Random random) {
        var copy = bytes.array().clone();
        for (int flips = 1 + random.nextInt(4); flips > 0 && copy.length > 0; flips--) {
            copy[random.nextInt(copy.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return Bytes.of(copy);
    }

    /** No other exception, and no more memory than what was read can justify. */
    private static void survives(Consumer<Bytes> read, Bytes input) {
        // Once without measuring: the first call of a kind loads classes.
        attempt(read, input);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        attempt(read, input);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(
                allocated <= ALLOCATED_ANYWAY + 64L * input.size(),
                () -> allocated + " bytes for " + input.size());
    }

    private static void attempt(Consumer<Bytes> read, Bytes input) {
        try {
            read.accept(input);
        } catch (MalformedException refused) {
            assertNotNull(refused.getMessage());
        }
    }
}
