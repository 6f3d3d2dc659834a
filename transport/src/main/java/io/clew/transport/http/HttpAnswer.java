package io.clew.transport.http;

import io.clew.engine.bytes.Bytes;

import java.util.ArrayList;
import java.util.List;

/**
 * An answer without what the server adds to every one: its length, the date, and how the connection
 * goes on.
 */
public record HttpAnswer(int status, String contentType, Bytes body, List<Header> headers) {
    public static final String TEXT = "text/plain; charset=utf-8";
    public static final String JSON = "application/json";

    public record Header(String name, String value) {}

    public HttpAnswer {
        headers = List.copyOf(headers);
    }

    public static HttpAnswer text(int status, Bytes body) {
        return new HttpAnswer(status, TEXT, body, List.of());
    }

    public static HttpAnswer text(int status, String body) {
        return text(status, Bytes.utf8(body));
    }

    public static HttpAnswer json(int status, String body) {
        return new HttpAnswer(status, JSON, Bytes.utf8(body), List.of());
    }

    /** Nothing was done, and it may be tried again. */
    public static HttpAnswer unavailable(String why) {
        return text(503, why + "\n").with("Retry-After", "1");
    }

    /** This answer with one more header. */
    public HttpAnswer with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(new Header(name, value));
        return new HttpAnswer(status, contentType, body, more);
    }
}
