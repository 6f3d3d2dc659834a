package io.clew.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/** Writes the head of an answer as bytes. */
final class AnswerEncoder {
    /** Room for the head of an answer without headers of its own. */
    static final int HEAD_BYTES = 320;

    private static final int STATUS_MAX = 600;
    private static final byte[][] TEXT_STARTS = new byte[STATUS_MAX][];
    private static final byte[] LENGTH = ascii("\r\nContent-Length: ");
    private static final byte[] DATE = ascii("\r\nDate: ");
    private static final byte[] CLOSE = ascii("\r\nConnection: close");
    private static final byte[] KEEP_ALIVE = ascii("\r\nConnection: keep-alive");
    private static final byte[] END = ascii("\r\n\r\n");

    /** How the connection goes on. */
    enum Connection {
        /** It stays, which is what HTTP/1.1 expects unsaid. */
        STAYS,
        /** It stays, and the client, which speaks HTTP/1.0, must be told. */
        STAYS_TOLD,
        CLOSES;

        static Connection after(HttpRequest request, boolean closing) {
            if (closing) {
                return CLOSES;
            }
            return request.protocolVersion().minorVersion() == 0 ? STAYS_TOLD : STAYS;
        }
    }

    private AnswerEncoder() {}

    static void writeHead(ByteBuf out, HttpAnswer answer, Connection connection, String date) {
        out.writeBytes(start(answer));
        out.writeBytes(LENGTH);
        writeDecimal(out, answer.body().size());
        if (!date.isEmpty()) {
            out.writeBytes(DATE);
            ByteBufUtil.writeAscii(out, date);
        }
        for (HttpAnswer.Header header : answer.headers()) {
            out.writeByte('\r').writeByte('\n');
            writeVisible(out, header.name());
            out.writeByte(':').writeByte(' ');
            writeVisible(out, header.value());
        }
        switch (connection) {
            case STAYS -> {}
            case STAYS_TOLD -> out.writeBytes(KEEP_ALIVE);
            case CLOSES -> out.writeBytes(CLOSE);
        }
        out.writeBytes(END);
    }

    /** Everything up to the value of Content-Type: nearly always the same few byte strings. */
    private static byte[] start(HttpAnswer answer) {
        if (!answer.contentType().equals(HttpAnswer.TEXT)) {
            return start(answer.status(), answer.contentType());
        }
        byte @Nullable [] known = TEXT_STARTS[answer.status()];
        if (known == null) {
            known = start(answer.status(), HttpAnswer.TEXT);
            TEXT_STARTS[answer.status()] = known;
        }
        return known;
    }

    private static byte[] start(int status, String contentType) {
        return ascii(
                "HTTP/1.1 "
                        + status
                        + " "
                        + HttpResponseStatus.valueOf(status).reasonPhrase()
                        + "\r\nX-Content-Type-Options: nosniff\r\nContent-Type: "
                        + contentType);
    }

    private static void writeDecimal(ByteBuf out, int value) {
        int divisor = 1;
        while (value / divisor >= 10) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            out.writeByte('0' + value / divisor % 10);
        }
    }

    /** A line break in a header would end it: only visible ASCII passes. */
    private static void writeVisible(ByteBuf out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            out.writeByte(c >= ' ' && c < 0x7f ? c : '?');
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
