package io.clew.server.bench.compare;

import io.clew.server.bench.load.Workload;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One load under which both are compared.
 *
 * @param clients each with one request under way
 */
public record Row(Kind kind, int clients) {
    /** The operation that all clients repeat. */
    public enum Kind {
        PUT("PUT", 0),
        GET("linearizable GET", 1),
        STALE("stale GET", 1);

        private final String title;
        private final double readShare;

        Kind(String title, double readShare) {
            this.title = title;
            this.readShare = readShare;
        }
    }

    /** The rows of the usual comparison. */
    public static final String USUAL = "put-1,put-64,put-256,put-1000,get-64,get-256,stale-64";

    /**
     * Reads a list such as {@link #USUAL}.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static List<Row> parse(String list) {
        return Arrays.stream(list.split(",")).map(Row::parseOne).toList();
    }

    private static Row parseOne(String name) {
        String[] parts = name.strip().split("-", 2);
        try {
            int clients = Integer.parseInt(parts[parts.length - 1]);
            if (parts.length == 2 && clients >= 1) {
                return new Row(Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)), clients);
            }
        } catch (IllegalArgumentException e) {
            // Said below, with what is right.
        }
        String kinds =
                Arrays.stream(Kind.values())
                        .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
        throw new IllegalArgumentException(
                "rows are like " + USUAL + " (" + kinds + " and a number of clients), not " + name);
    }

    /** For people, such as {@code PUT, 64 clients}. */
    public String title() {
        return kind.title + ", " + clients + (clients == 1 ? " client" : " clients");
    }

    /** For file names, such as {@code put-64}. */
    public String name() {
        return kind.name().toLowerCase(Locale.ROOT) + "-" + clients;
    }

    /** What the clients do. */
    public Workload workload(int valueBytes, int keys) {
        var load = Workload.closedLoop(clients, valueBytes, kind.readShare, keys);
        return kind == Kind.STALE ? load.withStaleReads() : load;
    }

    /** Whether what the reads promise can be judged by the checker of linearizability. */
    public boolean linearizable() {
        return kind != Kind.STALE;
    }
}
