package io.clew.sim.report;

import java.util.ArrayList;
import java.util.List;

/** What happened in one run, as rows for a page, each list in the order in which it happened. */
final class Recording {
    /** The time of what has not come to an end. */
    static final long OPEN = -1;

    /** Stands for all nodes. */
    static final int ALL = -1;

    final List<RoleFrom> roles = new ArrayList<>();
    final List<Mark> marks = new ArrayList<>();
    final List<Flight> flights = new ArrayList<>();
    final List<Touch> touches = new ArrayList<>();
    final List<Work> operations = new ArrayList<>();
    final List<Band> bands = new ArrayList<>();

    /** From here on a node plays a role in a term. */
    record RoleFrom(long time, int node, String role, long term) {}

    /**
     * Something that a node does by itself.
     *
     * @param brief what stands beside the mark
     */
    record Mark(long time, int node, String kind, String brief, String text) {}

    /** A client's request reaches a node, or the node's answer leaves it. */
    record Touch(long time, int client, int node, boolean answer, String text) {}

    enum Fate {
        FLYING,
        ARRIVED,
        LOST,
        /** It would have left if the run had not ended. */
        HELD
    }

    /** A frame between two nodes. */
    static final class Flight {
        final int from;
        final int to;
        final Words.Saying saying;
        final long sent;
        long ended = OPEN;
        Fate fate = Fate.FLYING;

        Flight(int from, int to, Words.Saying saying, long sent) {
            this.from = from;
            this.to = to;
            this.saying = saying;
            this.sent = sent;
        }
    }

    /** An operation of a client. */
    static final class Work {
        /** Part of what has no order. */
        static final int MINIMAL = 2;

        /** Nothing explains it. */
        static final int FAILING = 4;

        final int client;
        final String call;
        final String key;
        final boolean reads;
        final long begun;
        long ended = OPEN;
        String outcome = "";
        String value = "";

        /** What it is to a contradiction, as bits. */
        int mark;

        Work(int client, String call, String key, boolean reads, long begun) {
            this.client = client;
            this.call = call;
            this.key = key;
            this.reads = reads;
            this.begun = begun;
        }
    }

    /** Trouble that lasts; it concerns one node, or {@link #ALL} of them. */
    static final class Band {
        final int node;
        final String name;
        final String text;
        final long begun;
        long ended = OPEN;

        Band(int node, String name, String text, long begun) {
            this.node = node;
            this.name = name;
            this.text = text;
            this.begun = begun;
        }
    }
}
