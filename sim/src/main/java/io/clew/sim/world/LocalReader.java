package io.clew.sim.world;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Served;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;

import org.jspecify.annotations.Nullable;

/**
 * The part of a client that reads without asking for the newest state: of any age, or as new as
 * what it has seen. It goes to another node each time, voter or not.
 */
final class LocalReader {
    private static final long WAIT_NANOS_MAX = 500 * Setup.MILLI;
    private static final long STALENESS_NANOS_MIN = 20 * Setup.MILLI;
    private static final long STALENESS_NANOS_MAX = 2 * Setup.SECOND;
    private static final double ANY_AGE_SHARE = 0.7;
    private static final long BACKOFF_NANOS_MAX = 100 * Setup.MILLI;

    private final World world;
    private final Clients clients;
    private final SimClient client;
    private final int number;
    private final Dice dice;

    /** How far into the log of each shard the client has seen, as its answers said. */
    private final long[] seen;

    private @Nullable PlannedCall call;
    private long maxStaleness;
    private long deadline;

    /** The attempt that is under way, -1 while there is none. */
    private long token = -1;

    LocalReader(World world, Clients clients, SimClient client, int number, Dice dice) {
        this.world = world;
        this.clients = clients;
        this.client = client;
        this.number = number;
        this.dice = dice;
        this.seen = new long[world.setup().shards()];
    }

    boolean busy() {
        return call != null;
    }

    /** What an answer of any kind tells the client that it has seen of a shard. */
    void saw(int shard, Reply reply) {
        seen[shard] = Math.max(seen[shard], seenIn(reply));
        if (reply instanceof Reply.Written written) {
            written.others().forEach((other, index) -> seen[other] = Math.max(seen[other], index));
        }
    }

    private static long seenIn(Reply reply) {
        return switch (reply) {
            case Reply.Done done -> done.revision();
            case Reply.DoneOnce once -> once.revision();
            case Reply.Found found -> found.served().applied();
            case Reply.Missing missing -> missing.served().applied();
            default -> 0; // Whoever was refused has seen nothing.
        };
    }

    private int shardOf(PlannedCall reading) {
        return Slots.shardOf(Bytes.utf8(reading.key()), seen.length);
    }

    void begin(PlannedCall begun) {
        call = begun;
        maxStaleness =
                dice.chance(ANY_AGE_SHARE)
                        ? Long.MAX_VALUE
                        : dice.magnitude(STALENESS_NANOS_MIN, STALENESS_NANOS_MAX);
        deadline = world.timeline().now() + world.setup().clientTimeoutNanos();
        world.readsLocally(number, begun.key(), begun.kind() == PlannedCall.Kind.SESSION);
        attempt();
    }

    private void attempt() {
        PlannedCall reading = call;
        if (reading == null) {
            return;
        }
        token = client.newToken();
        long mine = token;
        boolean session = reading.kind() == PlannedCall.Kind.SESSION;
        var asked =
                new Request.LocalRead(
                        Bytes.utf8(reading.key()),
                        session ? seen[shardOf(reading)] : 0,
                        dice.between(0, WAIT_NANOS_MAX),
                        maxStaleness);
        SimNode node = dice.at(mine).pick(clients.reachable());
        clients.carry(mine, node, () -> client.arrive(node, mine, asked));
        world.timeline().after(2 * WAIT_NANOS_MAX, () -> timedOut(mine));
    }

    private void timedOut(long mine) {
        if (mine == token) {
            tryAgain();
        }
    }

    /** Says whether the answer was for this part of the client. */
    boolean answered(long mine, Reply reply) {
        PlannedCall reading = call;
        if (mine != token || reading == null) {
            return false;
        }
        switch (reply) {
            case Reply.Found found -> served(shardOf(reading), reply, found.served());
            case Reply.Missing missing -> served(shardOf(reading), reply, missing.served());
            case Reply.Refused _, Reply.NotLeader _ -> tryAgain();
            default -> throw new Violation("answers fit the question", "a local read got " + reply);
        }
        return true;
    }

    private void served(int shard, Reply reply, Served served) {
        long age = served.stalenessNanos();
        if (maxStaleness < Long.MAX_VALUE && (age < 0 || age > maxStaleness)) {
            throw new Violation(
                    "answers fit the question", "no older than " + maxStaleness + ": " + reply);
        }
        saw(shard, reply);
        end(reply);
    }

    private void tryAgain() {
        token = -1;
        if (world.timeline().now() >= deadline) {
            end(null);
        } else {
            world.timeline().after(dice.between(0, BACKOFF_NANOS_MAX), this::attempt);
        }
    }

    private void end(@Nullable Reply reply) {
        token = -1;
        if (world.trace().listening()) {
            world.trace().line("client" + number + " " + call + ": " + reply);
        }
        call = null;
        world.readLocally(number, reply);
        client.goOn();
    }
}
