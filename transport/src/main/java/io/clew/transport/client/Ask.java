package io.clew.transport.client;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.http.HttpAnswer.Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

import java.util.List;

/**
 * A request to one node, without what every request has: the host and the length of the body.
 *
 * @param target path and query, encoded
 * @param headers of visible characters alone
 */
public record Ask(String method, String target, List<Header> headers, Bytes body) {
    public Ask {
        headers = List.copyOf(headers);
    }

    /** A request that says nothing but what it wants. */
    static Ask get(String target) {
        return new Ask("GET", target, List.of(), Bytes.EMPTY);
    }

    /** The request as bytes; the body is not copied. */
    ByteBuf encode(String host) {
        var head = new StringBuilder(128);
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ").append(host);
        for (Header header : headers) {
            head.append("\r\n").append(header.name()).append(": ").append(header.value());
        }
        if (body.size() > 0 || !method.equals("GET")) {
            head.append("\r\nContent-Length: ").append(body.size());
        }
        head.append("\r\n\r\n");
        ByteBuf start = Unpooled.buffer(head.length());
        ByteBufUtil.writeAscii(start, head);
        return body.size() == 0
                ? start
                : Unpooled.wrappedBuffer(start, Unpooled.wrappedBuffer(body.array()));
    }
}
