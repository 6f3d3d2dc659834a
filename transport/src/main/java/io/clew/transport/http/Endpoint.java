package io.clew.transport.http;

import org.jspecify.annotations.Nullable;

/** What can be asked for, with the methods that each path takes. */
enum Endpoint {
    KEY("/kv/", "GET, PUT, DELETE"),
    CLEAR("/clear", "DELETE"),
    INFO("/cluster/info", "GET, HEAD"),
    MEMBERS("/cluster/members", "GET, HEAD, POST"),
    JOIN("/cluster/join", "POST"),
    LEAVE("/cluster/leave", "POST"),
    TRANSFER("/cluster/transfer", "POST"),
    SHARDS("/cluster/shards", "GET, HEAD"),
    DRAIN("/cluster/drain", "POST"),
    REBALANCE("/cluster/rebalance", "POST"),
    LOG("/log", "GET, HEAD"),
    LOG_SNAPSHOT("/log/snapshot", "GET, HEAD"),
    HEALTH("/health", "GET, HEAD"),
    VOTE("/raft/request-vote", "POST"),
    APPEND("/raft/append-entries", "POST"),
    PARTITION("/cluster/partition", "POST"),
    HEAL("/cluster/heal", "POST");

    private final String path;
    private final String allow;

    Endpoint(String path, String allow) {
        this.path = path;
        this.allow = allow;
    }

    /** The endpoint at a path, null if there is none. */
    static @Nullable Endpoint at(String path) {
        if (path.startsWith(KEY.path)) {
            return KEY;
        }
        for (Endpoint endpoint : values()) {
            if (endpoint != KEY && endpoint.path.equals(path)) {
                return endpoint;
            }
        }
        return null;
    }

    boolean takes(String method) {
        int from = allow.indexOf(method);
        int to = from + method.length();
        return from >= 0
                && (from == 0 || allow.charAt(from - 1) == ' ')
                && (to == allow.length() || allow.charAt(to) == ',');
    }

    /** The methods that are taken, for the {@code Allow} header. */
    String allow() {
        return allow;
    }

    /** What of the path names the key. */
    static String keyPart(String path) {
        return path.substring(KEY.path.length());
    }
}
