package io.clew.sim.world;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.WriteKey;
import io.clew.engine.api.WriteToken;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One client in a closed loop: it thinks, makes its next planned call, follows hints to the leader,
 * tries again what was certainly not applied, and gives up in the end. What was perhaps applied it
 * repeats only under a key: else that outcome is unknown.
 */
final class SimClient {
    private static final long BACKOFF_NANOS_MAX = 100 * Setup.MILLI;
    private static final double MAKES_ROOM_SHARE = 0.7;

    static final int CLIENT_BITS = 8;

    /** The number of one who is no client: who runs the cluster. */
    static final int OPERATOR = (1 << CLIENT_BITS) - 1;

    private static final int ATTEMPT_BITS = 16;

    private final World world;
    private final Clients clients;
    private final int number;
    private final Dice dice;
    private final ArrayDeque<PlannedCall> planned;
    private final int valueBytesMax;
    private final WriteKeys keys;
    private final ArrayDeque<Call> script = new ArrayDeque<>();

    private int process;

    /** Whom it asks first about each shard: who led when it last knew. */
    private final SimNode[] targets;

    /** The shard that the present call is about. */
    private int shard;

    private final LocalReader localReader;
    private @Nullable Call call;
    private Request request = new Request.Inspect();

    /** What is asked for once there is a token for its key. */
    private Request.@Nullable Write waiting;

    /** Whether an attempt at the present call has perhaps been applied. */
    private boolean perhaps;

    /** Numbers the calls, and the attempts at the present one. */
    private long calls;

    private long attempts;

    /** Whether no more is to be begun, and nothing to be waited for that need not. */
    private boolean finishing;

    /** The attempt that is under way, -1 while there is none. */
    private long token = -1;

    private long deadline;

    SimClient(World world, Clients clients, int number, List<PlannedCall> planned, Dice dice) {
        this.world = world;
        this.clients = clients;
        this.number = number;
        this.dice = dice;
        this.planned = new ArrayDeque<>(planned);
        this.keys = new WriteKeys(dice.stream("keys"), number, world.setup());
        this.valueBytesMax = planned.stream().mapToInt(PlannedCall::bytes).max().orElse(0);
        this.process = clients.newProcess();
        this.localReader =
                new LocalReader(world, clients, this, number, dice.stream("local reads"));
        this.targets = new SimNode[world.setup().shards()];
        Arrays.fill(targets, world.nodes().get(number % world.nodes().size()));
    }

    /** The number of the client that made an attempt. */
    static int ofToken(long token) {
        return (int) (token & ((1 << CLIENT_BITS) - 1));
    }

    /** Names one attempt at one call of one client, never used again. */
    long newToken() {
        return (calls << ATTEMPT_BITS | ++attempts) << CLIENT_BITS | number;
    }

    void start() {
        thinkThenNext();
    }

    boolean busy() {
        return call != null || localReader.busy() || !script.isEmpty() || !planned.isEmpty();
    }

    void finish() {
        planned.clear();
        finishing = true;
        long soon = world.timeline().now() + world.setup().clientTimeoutNanos();
        deadline = Math.min(deadline, soon);
    }

    int tour(List<String> keys) {
        script.addAll(Tour.of(keys, world.setup(), this::value));
        int length = script.size();
        for (int i = 0; i < targets.length; i++) {
            comeBack(i);
        }
        next();
        return length;
    }

    /** Somebody may have named a leader that answers no more: the next call goes elsewhere. */
    private void comeBack(int to) {
        if (!clients.reachable().contains(targets[to])) {
            targets[to] = clients.reachable().getFirst();
        }
    }

    private String value(int ahead) {
        int most = Math.max(Values.BYTES_MIN, valueBytesMax);
        return Values.name(number, calls + ahead, dice.at(ahead).between(Values.BYTES_MIN, most));
    }

    private void thinkThenNext() {
        PlannedCall next = planned.peek();
        if (next != null) {
            long now = world.timeline().now();
            long think = next.thinkNanos();
            world.timeline().after(next.gathers() ? think - now % think : think, this::next);
        }
    }

    private void next() {
        if (call != null || localReader.busy()) {
            return;
        }
        Call scripted = script.poll();
        if (scripted != null) {
            begin(scripted);
            return;
        }
        PlannedCall next = planned.poll();
        if (next != null && next.kind().local()) {
            localReader.begin(next);
        } else if (next != null) {
            Call planned = callOf(next);
            if (next.node() != PlannedCall.SAME) {
                SimNode first = world.nodes().get(next.node() % world.nodes().size());
                targets[Shards.of(planned, targets.length)] = first;
            }
            begin(planned);
        }
    }

    private Call callOf(PlannedCall next) {
        return switch (next.kind()) {
            case GET -> new Call.Get(next.key());
            case PUT -> new Call.Put(next.key(), Values.name(number, calls, next.bytes()));
            case DELETE -> new Call.Delete(next.key());
            case CLEAR -> new Call.Clear();
            case STALE, SESSION ->
                    throw new IllegalArgumentException("not in the history: " + next);
        };
    }

    private void begin(Call begun) {
        call = begun;
        shard = Shards.of(begun, targets.length);
        request = Requests.of(begun);
        calls++;
        attempts = 0;
        perhaps = false;
        deadline = world.timeline().now() + world.setup().clientTimeoutNanos();
        clients.recorder().invoke(process, begun, world.timeline().now());
        world.invoked(number, begun);
        if (!finishing && request instanceof Request.Write write && keys.wantsOne(write, calls)) {
            deadline += keys.patienceNanos();
            if (keys.hasToken(shard)) {
                name(write);
            } else {
                waiting = write;
                request = new Request.Inspect(shard);
            }
        }
        attempt();
    }

    private void name(Request.Write write) {
        Request.KeyedWrite keyed = keys.keyed(write, shard);
        world.keyed(number, keyed.key());
        request = keyed;
        waiting = null;
    }

    private void attempt() {
        if (request instanceof Request.KeyedWrite keyed && keys.hasty()) {
            // Who sends the same twice does not hear both answers.
            perhaps = true;
            long other = newToken();
            SimNode node = dice.at(other).pick(clients.reachable());
            clients.carry(other, node, () -> arrive(node, other, keyed));
        }
        token = newToken();
        long mine = token;
        Request asked = request;
        SimNode node = targets[shard];
        clients.carry(mine, node, () -> arrive(node, mine, asked));
        long left = deadline - world.timeline().now();
        world.timeline().after(waitNanos(asked, left), () -> timedOut(mine));
    }

    /** A lost read is tried again in time, as is what has a key; others have one chance. */
    private long waitNanos(Request asked, long left) {
        return switch (asked) {
            case Request.Read _, Request.Inspect _ -> Math.max(left / 2, Setup.MILLI);
            case Request.KeyedWrite _ ->
                    Math.clamp(left, Setup.MILLI, world.setup().clientTimeoutNanos());
            default -> left;
        };
    }

    void arrive(SimNode node, long mine, Request asked) {
        if (node.up()) {
            if (world.trace().listening()) {
                world.trace().line(node + " is asked " + mine + ": " + asked);
            }
            node.ask(mine, asked);
        } else {
            var refused = new Reply.Refused("connection refused");
            clients.carry(~mine, node, () -> answered(mine, refused));
        }
    }

    private void timedOut(long mine) {
        if (mine != token) {
            return;
        }
        token = -1;
        switch (request) {
            case Request.Read _, Request.Inspect _ when world.timeline().now() < deadline -> {
                targets[shard] = dice.at(mine).pick(clients.reachable());
                attempt();
            }
            case Request.Inspect _ -> end(Outcome.FAILED, null);
            default -> unknown(mine, null);
        }
    }

    /** What may have been applied is sent again if it has a key, to any node, some time later. */
    private void unknown(long attempt, @Nullable Reply reply) {
        perhaps = true;
        long pause = keys.pauseNanos();
        if (request instanceof Request.KeyedWrite
                && world.timeline().now() + pause < deadline
                && !finishing) {
            targets[shard] = dice.at(attempt).pick(clients.reachable());
            world.timeline().after(pause, this::attempt);
        } else {
            end(Outcome.UNKNOWN, reply);
        }
    }

    void answered(long mine, Reply reply) {
        if (localReader.answered(mine, reply) || mine != token) {
            return;
        }
        token = -1;
        switch (reply) {
            case Reply.Done _ -> end(Outcome.DONE, reply);
            case Reply.Found found -> end(Outcome.read(Values.nameOf(found.value())), reply);
            case Reply.Missing _ -> end(Outcome.read(null), reply);
            case Reply.Unknown _ -> unknown(mine, reply);
            case Reply.DoneOnce done -> done(done);
            case Reply.KeyRefused refused -> refused(refused);
            case Reply.Inspected(var status) when waiting != null -> {
                if (status.bound()) {
                    keys.offered(new WriteToken(shard, status.clusterId(), status.applied()));
                    name(waiting);
                    attempt();
                } else {
                    tryAgain(mine, null, reply);
                }
            }
            case Reply.NotLeader elsewhere -> {
                String leader = elsewhere.leader();
                SimNode hinted = leader == null ? null : world.node(leader);
                tryAgain(mine, hinted, reply);
            }
            case Reply.NotCarried nowhere when waiting != null ->
                    tryAgain(mine, carrier(mine, nowhere), reply);
            case Reply.Full _ -> full(mine, reply);
            case Reply.Refused _ -> tryAgain(mine, null, reply);
            case Reply.Inspected _,
                    Reply.Members _,
                    Reply.Shards _,
                    Reply.Rejected _,
                    Reply.NotCarried _,
                    Reply.LogPage _,
                    Reply.Resigned _,
                    Reply.WindowVoted _,
                    Reply.WindowAppended _ ->
                    throw new Violation("answers fit the question", request + " got " + reply);
        }
    }

    /**
     * One of those that can tell of a shard which the node asked does not carry, if it knows any.
     */
    private @Nullable SimNode carrier(long asked, Reply.NotCarried nowhere) {
        List<SimNode> known =
                nowhere.carriers().stream().map(world::node).filter(Objects::nonNull).toList();
        return known.isEmpty() ? null : dice.at(asked).pick(known);
    }

    private void done(Reply.DoneOnce reply) {
        keys.offered(reply.next());
        if (request instanceof Request.KeyedWrite(WriteKey key, var _)) {
            keys.used(key);
        }
        end(Outcome.DONE, reply);
    }

    private void refused(Reply.KeyRefused reply) {
        keys.refused(reply.next());
        end(perhaps ? Outcome.UNKNOWN : Outcome.FAILED, reply);
    }

    /** Mostly whoever finds no room makes some; else perhaps others do in time. */
    private void full(long mine, Reply reply) {
        if (finishing || !dice.at(mine).chance(MAKES_ROOM_SHARE)) {
            tryAgain(mine, null, reply);
        } else {
            script.add(new Call.Delete(clients.anyKey(dice)));
            end(perhaps ? Outcome.UNKNOWN : Outcome.FAILED, reply);
        }
    }

    private void tryAgain(long failed, @Nullable SimNode hinted, Reply reply) {
        if (world.timeline().now() >= deadline) {
            end(perhaps ? Outcome.UNKNOWN : Outcome.FAILED, reply);
            return;
        }
        SimNode other = dice.at(failed).pick(clients.reachable());
        targets[shard] = hinted != null ? hinted : other;
        long backoff = dice.between(0, hinted != null ? Setup.MILLI : BACKOFF_NANOS_MAX);
        world.timeline().after(backoff, this::attempt);
    }

    private void end(Outcome outcome, @Nullable Reply reply) {
        if (reply != null) {
            localReader.saw(shard, reply);
        }
        clients.recorder().complete(process, outcome, world.timeline().now());
        world.completed(number, outcome, reply);
        if (world.trace().listening()) {
            String what = "client" + number + " " + call + " at " + targets[shard];
            world.trace().line(what + ": " + outcome);
        }
        if (outcome instanceof Outcome.Unknown) {
            process = clients.newProcess();
        }
        clients.count(outcome instanceof Outcome.Ok, reply instanceof Reply.Full);
        comeBack(shard);
        call = null;
        waiting = null;
        goOn();
    }

    /** A call has ended. */
    void goOn() {
        if (script.isEmpty()) {
            thinkThenNext();
        } else {
            next();
        }
    }
}
