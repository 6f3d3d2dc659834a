package io.clew.sim.schedule;

import io.clew.sim.world.Dice;
import io.clew.sim.world.PlannedCall;
import io.clew.sim.world.Setup;

import java.util.ArrayList;
import java.util.List;

/**
 * What the clients of one drawn run are like.
 *
 * @param operations how many operations the clients do, all together
 * @param hotShare how many of the operations go to the first key whatever chance says
 * @param roamingShare how many of the operations begin at any node instead of the last one
 * @param thinkNanos mean time between two operations of one client
 * @param clearShare how many of the operations clear the whole store
 * @param valueBytesMax values are up to this long
 * @param localShare how many of the reads are content with what some node has
 */
record Workload(
        int clients,
        int operations,
        int keys,
        double hotShare,
        double roamingShare,
        long thinkNanos,
        double readShare,
        double deleteShare,
        double clearShare,
        int valueBytesMax,
        double localShare) {
    private static final double READER_SHARE = 0.4;
    private static final double CROWD_SHARE = 0.3;
    private static final long CROWD_NANOS = 100 * Setup.MILLI;
    private static final int VALUE_BYTES_MIN = 16;
    private static final double LOCAL_RUNS_SHARE = 0.5;
    private static final double SESSIONS_SHARE = 0.5;
    private static final double LOOKS_SHARE = 0.7;

    static Workload draw(Profile profile, Dice dice) {
        return new Workload(
                within(profile.clients(), dice),
                within(profile.operations(), dice),
                within(profile.keys(), dice),
                dice.between(0.0, 0.6),
                dice.chance(0.4) ? 0 : dice.between(0.05, 1.0),
                dice.magnitude(profile.thinkNanos().from(), profile.thinkNanos().to()),
                dice.between(
                        profile.readPercent().from() / 100.0, profile.readPercent().to() / 100.0),
                dice.chance(1 - profile.removingShare()) ? 0 : dice.between(0.01, 0.2),
                dice.chance(0.7) ? 0 : dice.between(0.005, 0.03),
                (int) dice.magnitude(VALUE_BYTES_MIN, 2_000),
                localShare(dice.stream("local reads")));
    }

    private static double localShare(Dice dice) {
        return dice.chance(LOCAL_RUNS_SHARE) ? dice.between(0.1, 0.6) : 0;
    }

    private static int within(Profile.Range range, Dice dice) {
        return (int) dice.between(range.from(), range.to());
    }

    /** How many calls each client makes at least. */
    int callsEach() {
        return operations / clients;
    }

    /** The calls of each client. */
    List<List<PlannedCall>> calls(Dice dice, int nodes) {
        var all = new ArrayList<List<PlannedCall>>();
        for (int client = 0; client < clients; client++) {
            int count = operations / clients + (client < operations % clients ? 1 : 0);
            all.add(calls(dice.stream("client", client), client, count, nodes));
        }
        return all;
    }

    private List<PlannedCall> calls(Dice dice, int client, int count, int nodes) {
        // Only reads, at any node: who else would notice a leader that is one no longer?
        // The first two do as drawn, so that there is always somebody who writes.
        boolean reader = client > 1 && dice.chance(READER_SHARE);
        Dice local = dice.stream("local reads");
        var calls = new ArrayList<PlannedCall>();
        boolean cleared = false;
        for (int i = 0; i < count; i++) {
            // They all meet at the first call, so that some operations surely overlap.
            boolean first = i == 0;
            boolean crowd = first || dice.chance(CROWD_SHARE);
            boolean roams = first || reader || dice.chance(roamingShare);
            int node = roams ? dice.between(0, nodes - 1) : PlannedCall.SAME;
            PlannedCall call = call(dice, crowd, reader, first, node);
            Dice own = local.at(i);
            if (!first) {
                call = cleared ? perhapsLooks(call, own) : perhapsLocal(call, own);
            }
            calls.add(call);
            cleared = call.kind() == PlannedCall.Kind.CLEAR;
        }
        return calls;
    }

    /** Whoever has removed all keys looks whether they are gone, wherever it asks. */
    private PlannedCall perhapsLooks(PlannedCall call, Dice dice) {
        boolean looks = call.kind() != PlannedCall.Kind.CLEAR && dice.chance(LOOKS_SHARE);
        if (localShare == 0 || !looks) {
            return perhapsLocal(call, dice);
        }
        PlannedCall.Kind kind = PlannedCall.Kind.SESSION;
        return new PlannedCall(call.thinkNanos(), call.gathers(), kind, call.key(), 0, call.node());
    }

    private PlannedCall perhapsLocal(PlannedCall call, Dice dice) {
        if (call.kind() != PlannedCall.Kind.GET || !dice.chance(localShare)) {
            return call;
        }
        boolean session = dice.chance(SESSIONS_SHARE);
        return call.withKind(session ? PlannedCall.Kind.SESSION : PlannedCall.Kind.STALE);
    }

    private PlannedCall call(Dice dice, boolean crowd, boolean reader, boolean first, int node) {
        long think = crowd ? CROWD_NANOS : dice.exponential(thinkNanos);
        PlannedCall.Kind kind = reader ? PlannedCall.Kind.GET : kind(dice);
        if (first && kind == PlannedCall.Kind.CLEAR) {
            kind = PlannedCall.Kind.DELETE;
        }
        boolean put = kind == PlannedCall.Kind.PUT;
        boolean hot = crowd || dice.chance(hotShare);
        String key = "k" + (hot ? 0 : dice.between(0, keys - 1));
        return new PlannedCall(
                think,
                crowd,
                kind,
                kind == PlannedCall.Kind.CLEAR ? "" : key,
                put ? dice.between(VALUE_BYTES_MIN, valueBytesMax) : 0,
                node);
    }

    private PlannedCall.Kind kind(Dice dice) {
        if (dice.chance(readShare)) {
            return PlannedCall.Kind.GET;
        }
        if (dice.chance(deleteShare)) {
            return PlannedCall.Kind.DELETE;
        }
        return dice.chance(clearShare) ? PlannedCall.Kind.CLEAR : PlannedCall.Kind.PUT;
    }
}
