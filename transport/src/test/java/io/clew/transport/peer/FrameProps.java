package io.clew.transport.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import java.util.ArrayList;
import java.util.List;

final class FrameProps {
    @Property(tries = 200)
    void framesSurviveAnyWayOfCuttingTheStream(
            @ForAll @Size(max = 8) List<byte[]> payloads,
            @ForAll @IntRange(min = 1, max = 30) int piece) {
        var channel = new EmbeddedChannel(new FrameDecoder());
        var types = List.of(FrameType.values());
        var sent = new ArrayList<Frame>();
        ByteBuf stream = Unpooled.buffer();
        for (int i = 0; i < payloads.size(); i++) {
            var frame = new Frame(types.get(i), Bytes.of(payloads.get(i)));
            sent.add(frame);
            stream.writeBytes(encode(frame));
        }
        while (stream.isReadable()) {
            channel.writeInbound(stream.readBytes(Math.min(piece, stream.readableBytes())));
        }
        var received = new ArrayList<Frame>();
        for (Frame frame; (frame = channel.readInbound()) != null; ) {
            received.add(frame);
        }
        assertEquals(sent, received);
    }

    @Property(tries = 300)
    void aFlippedBitNeverPasses(@ForAll @Size(max = 40) byte[] payload, @ForAll int where) {
        byte[] frame = encode(new Frame(FrameType.DATA, Bytes.of(payload)));
        int bit = Math.floorMod(where, frame.length * 8);
        frame[bit / 8] ^= (byte) (1 << bit % 8);
        var channel = new EmbeddedChannel(new FrameDecoder());
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(frame));
        } catch (DecoderException noticed) {
            return;
        }
        // A larger length makes it wait for more, and the checksum then finds it.
        assertEquals(0, channel.inboundMessages().size());
        assertThrows(
                DecoderException.class,
                () -> channel.writeInbound(Unpooled.wrappedBuffer(new byte[5 << 10])));
    }

    @Example
    void aStrangerGetsNoLargeFrameButAPeerDoes() {
        Bytes large = Bytes.of(new byte[Frame.PAYLOAD_BYTES_MAX]);
        byte[] frame = encode(new Frame(FrameType.DATA, large));
        assertMalformed(new EmbeddedChannel(new FrameDecoder()), frame);
        var decoder = new FrameDecoder();
        decoder.trust();
        var channel = new EmbeddedChannel(decoder);
        channel.writeInbound(Unpooled.wrappedBuffer(frame));
        assertEquals(new Frame(FrameType.DATA, large), channel.readInbound());
        byte[] larger =
                encode(new Frame(FrameType.DATA, Bytes.of(new byte[Frame.PAYLOAD_BYTES_MAX + 9])));
        assertMalformed(channel, larger);
    }

    @Example
    void anUnknownTypeIsAnError() {
        ByteBuf frame = Unpooled.wrappedBuffer(encode(new Frame(FrameType.PONG, Bytes.EMPTY)));
        frame.setByte(8, 10);
        frame.setInt(4, Frame.checksum(frame, 0, 1));
        assertMalformed(new EmbeddedChannel(new FrameDecoder()), ByteBufUtil.getBytes(frame));
    }

    @Example
    void nothingIsReadBehindDamage() {
        var channel = new EmbeddedChannel(new FrameDecoder());
        byte[] good = encode(new Frame(FrameType.PING, Bytes.EMPTY));
        byte[] bad = good.clone();
        bad[7] ^= 1;
        assertMalformed(channel, bad);
        channel.writeInbound(Unpooled.wrappedBuffer(good));
        assertEquals(0, channel.inboundMessages().size());
    }

    private static void assertMalformed(EmbeddedChannel channel, byte[] bytes) {
        var error =
                assertThrows(
                        DecoderException.class,
                        () -> channel.writeInbound(Unpooled.wrappedBuffer(bytes)));
        assertInstanceOf(MalformedException.class, error.getCause());
    }

    static byte[] encode(Frame frame) {
        ByteBuf encoded =
                Frame.encode(UnpooledByteBufAllocator.DEFAULT, frame.type(), frame.payload());
        byte[] bytes = ByteBufUtil.getBytes(encoded);
        encoded.release();
        return bytes;
    }
}
