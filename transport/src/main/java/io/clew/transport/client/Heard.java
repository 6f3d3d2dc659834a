package io.clew.transport.client;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.HostPort;
import io.clew.transport.http.HttpAnswer.Header;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What became of one request to one node. */
public sealed interface Heard {
    /** The node has answered. */
    record Answered(int status, List<Header> headers, Bytes body) implements Heard {
        private static final String SCHEME = "http://";

        public Answered {
            headers = List.copyOf(headers);
        }

        /** The first header of that name, in any case; null if there is none. */
        public @Nullable String header(String name) {
            for (Header header : headers) {
                if (header.name().equalsIgnoreCase(name)) {
                    return header.value();
                }
            }
            return null;
        }

        /** The address of the node that the answer sends to; null if there is none. */
        public @Nullable String elsewhere() {
            String location = header("Location");
            if (location == null || !location.startsWith(SCHEME)) {
                return null;
            }
            int path = location.indexOf('/', SCHEME.length());
            String address =
                    location.substring(SCHEME.length(), path < 0 ? location.length() : path);
            return HostPort.tryParse(address) == null ? null : address;
        }
    }

    /** Nothing of it has left: the node has not done it, and never will. */
    record NotSent(String why) implements Heard {}

    /** It was sent and no answer came in time, or none at all: nobody knows. */
    record Lost(String why) implements Heard {}
}
