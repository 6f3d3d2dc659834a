package io.clew.sim.world;

import io.clew.engine.Event;
import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.List;

/**
 * One client in a closed loop: it thinks, asks some node, follows hints to the leader, tries again
 * what was certainly not applied, and gives up in the end. What was perhaps applied it never
 * repeats: that outcome is unknown.
 */
final class SimClient {
    private static final long BACKOFF_NANOS_MAX = 100 * Setup.MILLI;

    private static final double READER_SHARE = 0.4;
    private static final double CROWD_SHARE = 0.3;
    private static final long CROWD_NANOS = 100 * Setup.MILLI;
    private static final int MARK_BYTES_MAX = 16;

    private final World world;
    private final Clients clients;
    private final int number;
    private final Dice dice;
    private final ArrayDeque<Call> script = new ArrayDeque<>();

    /** Only reads, at any node: who else would notice a leader that is one no longer? */
    private final boolean reader;

    private int process;
    private int values;
    private SimNode target;

    /** Now and then the clients come together at one moment and one key. */
    private boolean crowding;

    private @Nullable Call call;
    private Request request = new Request.Inspect();

    /** The attempt that is under way, -1 while there is none. */
    private long token = -1;

    private long deadline;

    SimClient(World world, Clients clients, int number, Dice dice) {
        this.world = world;
        this.clients = clients;
        this.number = number;
        this.dice = dice;
        this.process = clients.newProcess();
        // The first two do as the setup says, so that there is always somebody who writes.
        this.reader = number > 1 && dice.chance(READER_SHARE);
        this.target = world.nodes().getFirst();
    }

    void start() {
        target = dice.pick(world.nodes());
        crowding = true;
        next();
    }

    boolean busy() {
        return call != null || !script.isEmpty();
    }

    int tour(List<String> keys) {
        for (String key : keys) {
            script.add(new Call.Get(key));
            script.add(new Call.Put(key, value()));
            script.add(new Call.Get(key));
        }
        int length = script.size();
        next();
        return length;
    }

    private void thinkThenNext() {
        long now = world.timeline().now();
        crowding = dice.chance(CROWD_SHARE);
        long think =
                crowding
                        ? CROWD_NANOS - now % CROWD_NANOS
                        : dice.exponential(world.setup().thinkNanos());
        world.timeline().after(think, this::next);
    }

    private void next() {
        if (call != null) {
            return;
        }
        Call scripted = script.poll();
        if (scripted != null) {
            begin(scripted);
        } else if (clients.takeOperation()) {
            begin(draw());
        }
    }

    private Call draw() {
        Setup setup = world.setup();
        List<String> keys = clients.keys();
        boolean hot = crowding || dice.chance(setup.hotShare());
        String key = hot ? keys.getFirst() : dice.pick(keys);
        if (reader || dice.chance(setup.readShare())) {
            return new Call.Get(key);
        }
        if (dice.chance(setup.deleteShare())) {
            return new Call.Delete(key);
        }
        return dice.chance(setup.clearShare()) ? new Call.Clear() : new Call.Put(key, value());
    }

    /** Unique, so that a read tells which write it saw. */
    private String value() {
        int size = dice.between(MARK_BYTES_MAX, world.setup().valueBytesMax());
        return "c" + number + "-" + values++ + "-" + size;
    }

    /** The history knows values by their short names; these are the bytes that are stored. */
    private static Bytes stored(String value) {
        int size = Integer.parseInt(value.substring(value.lastIndexOf('-') + 1));
        return Bytes.utf8(value + "x".repeat(size - value.length()));
    }

    private static String nameOf(Bytes stored) {
        String text = stored.utf8();
        int pad = text.indexOf('x');
        String name = pad < 0 ? text : text.substring(0, pad);
        if (!stored.equals(stored(name))) {
            throw new Violation("values come back byte for byte", text);
        }
        return name;
    }

    private void begin(Call begun) {
        call = begun;
        request = requestOf(begun);
        deadline = world.timeline().now() + world.setup().clientTimeoutNanos();
        if (reader || dice.chance(world.setup().roamingShare())) {
            target = dice.pick(world.nodes());
        }
        clients.recorder().invoke(process, begun, world.timeline().now());
        world.invoked(number, begun);
        attempt();
    }

    private static Request requestOf(Call call) {
        return switch (call) {
            case Call.Put put ->
                    new Request.Write(new Command.Put(Bytes.utf8(put.key()), stored(put.value())));
            case Call.Get get -> new Request.Read(Bytes.utf8(get.key()));
            case Call.Delete delete ->
                    new Request.Write(new Command.Delete(Bytes.utf8(delete.key())));
            case Call.Clear _ -> new Request.Write(new Command.Clear());
            case Call.Append _, Call.Cas _, Call.Txn _ ->
                    throw new IllegalArgumentException("no such request: " + call);
        };
    }

    private void attempt() {
        token = clients.newToken(number);
        long mine = token;
        Request asked = request;
        SimNode node = target;
        clients.carry(() -> arrive(node, mine, asked));
        long left = deadline - world.timeline().now();
        // A lost read is tried again in time; for a write there is only one chance.
        long wait = asked instanceof Request.Read ? Math.max(left / 2, Setup.MILLI) : left;
        world.timeline().after(wait, () -> timedOut(mine));
    }

    private void arrive(SimNode node, long mine, Request asked) {
        if (node.up()) {
            if (world.trace().listening()) {
                world.trace().line(node + " is asked " + mine + ": " + asked);
            }
            world.asked(node, mine);
            node.deliver(new Event.Requested(mine, asked));
        } else {
            clients.carry(() -> answered(mine, new Reply.Refused("connection refused")));
        }
    }

    private void timedOut(long mine) {
        if (mine != token) {
            return;
        }
        token = -1;
        if (request instanceof Request.Read && world.timeline().now() < deadline) {
            target = dice.pick(world.nodes());
            attempt();
        } else {
            end(Outcome.UNKNOWN, null);
        }
    }

    void answered(long mine, Reply reply) {
        if (mine != token) {
            return;
        }
        token = -1;
        switch (reply) {
            case Reply.Done _ -> end(Outcome.DONE, reply);
            case Reply.Found found -> end(Outcome.read(nameOf(found.value())), reply);
            case Reply.Missing _ -> end(Outcome.read(null), reply);
            case Reply.Unknown _ -> end(Outcome.UNKNOWN, reply);
            case Reply.NotLeader elsewhere -> {
                String leader = elsewhere.leader();
                SimNode hinted = leader == null ? null : world.node(leader);
                tryAgain(hinted, reply);
            }
            case Reply.Refused _ -> tryAgain(null, reply);
            case Reply.Inspected _,
                    Reply.LogPage _,
                    Reply.Resigned _,
                    Reply.WindowVoted _,
                    Reply.WindowAppended _ ->
                    throw new Violation("answers fit the question", request + " got " + reply);
        }
    }

    private void tryAgain(@Nullable SimNode hinted, Reply reply) {
        if (world.timeline().now() >= deadline) {
            end(Outcome.FAILED, reply);
            return;
        }
        target = hinted != null ? hinted : dice.pick(world.nodes());
        long backoff = dice.between(0, hinted != null ? Setup.MILLI : BACKOFF_NANOS_MAX);
        world.timeline().after(backoff, this::attempt);
    }

    private void end(Outcome outcome, @Nullable Reply reply) {
        clients.recorder().complete(process, outcome, world.timeline().now());
        world.completed(number, outcome, reply);
        if (world.trace().listening()) {
            world.trace().line("client" + number + " " + call + " at " + target + ": " + outcome);
        }
        if (outcome instanceof Outcome.Unknown) {
            process = clients.newProcess();
        }
        clients.count(outcome instanceof Outcome.Ok);
        call = null;
        if (script.isEmpty()) {
            thinkThenNext();
        } else {
            next();
        }
    }
}
