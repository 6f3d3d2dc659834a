package io.clew.server.bench.etcd;

import io.netty.buffer.ByteBuf;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

/** One unary gRPC call: what is sent, and what has come back so far. */
final class GrpcCall {
    private static final int PREFIX = 5;
    private static final String OK = "0";

    private final String path;
    private final byte[] message;
    private final BiConsumer<@Nullable String, ByteBuffer> outcome;
    private byte[] answer = new byte[0];
    private int length;

    /**
     * @param path of the service and its method
     * @param outcome is told once how the call has failed, or null and the answer
     */
    GrpcCall(String path, byte[] message, BiConsumer<@Nullable String, ByteBuffer> outcome) {
        this.path = path;
        this.message = message;
        this.outcome = outcome;
    }

    String path() {
        return path;
    }

    byte[] message() {
        return message;
    }

    /** A further part of the answer; most come in one. */
    void received(ByteBuf part) {
        byte[] grown = new byte[length + part.readableBytes()];
        System.arraycopy(answer, 0, grown, 0, length);
        part.readBytes(grown, length, part.readableBytes());
        answer = grown;
        length = grown.length;
    }

    /**
     * The server has answered.
     *
     * @param status as gRPC tells it, in digits
     */
    void ended(String status) {
        if (!status.equals(OK)) {
            failed("gRPC status " + status);
        } else if (length < PREFIX || answer[0] != 0) {
            failed("no plain message");
        } else {
            outcome.accept(null, ByteBuffer.wrap(answer, PREFIX, length - PREFIX));
        }
    }

    void failed(String kind) {
        outcome.accept(kind, ByteBuffer.allocate(0));
    }
}
