package io.clew.sim.exhaust;

import io.clew.engine.EngineConfig;
import io.clew.engine.ShardingConfig;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.storage.StorageConfig;
import io.clew.linearizability.Call;
import io.clew.sim.disk.SimDisk;
import io.clew.sim.world.Courier;
import io.clew.sim.world.Episode;
import io.clew.sim.world.Machine;
import io.clew.sim.world.Schedule;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimClock;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.Strike;
import io.clew.sim.world.Timeline;
import io.clew.sim.world.Trace;
import io.clew.sim.world.World;
import io.clew.sim.world.check.SafetyChecks;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Three nodes with real storage in a world that stands still between moves: no clock runs, frames
 * wait until one of them is told to arrive, and disks are done as soon as they are asked. So the
 * moves alone decide what happens, and moves that do not touch each other lead to the same state in
 * any order.
 */
final class Bench {
    static final int NODES = 3;

    /** Enough virtual time for all that a move sets off inside of a node. */
    private static final long PAUSE_NANOS = 2 * Setup.MILLI;

    private static final long ELECTION_NANOS = 500 * Setup.MILLI;

    private final Timeline timeline = new Timeline();
    private final World world;
    private final SafetyChecks checks;
    private final Script script;
    private final Promises promises = new Promises();

    /** What is under way, by the numbers of sender and receiver, oldest first. */
    private final List<List<ArrayDeque<Frame>>> ways = new ArrayList<>();

    /** What the disk of a node that is down would give back. */
    private final long[] asleep = new long[NODES];

    private long frames;
    private int strikes;

    /** A frame that waits to be delivered; lower numbers are older. */
    private record Frame(long number, Bytes bytes, Runnable arrival, Runnable loss) {}

    /**
     * @param spectators may watch what happens, null if nobody wants to
     */
    Bench(List<Call> calls, @Nullable Consumer<World> spectators) {
        for (int from = 0; from < NODES; from++) {
            var row = new ArrayList<ArrayDeque<Frame>>();
            for (int to = 0; to < NODES; to++) {
                row.add(new ArrayDeque<>());
            }
            ways.add(row);
        }
        var schedule = new Schedule(setup(), 1, List.of(), silent(calls.size()), false);
        world = new World(schedule, timeline, new Trace(timeline, null));
        world.network().leaveTo(new Pool());
        if (spectators != null) {
            spectators.accept(world);
        }
        checks = new SafetyChecks(world);
        script = new Script(world, calls);
        // What the nodes say is noted before it is judged.
        world.watch(promises);
        world.watch(script);
        world.watch(checks);
        world.nodes().forEach(SimNode::boot);
        pause();
    }

    /** As many clients as there are requests: each makes one, and is asked for nothing else. */
    private static <T> List<List<T>> silent(int clients) {
        return Collections.nCopies(clients, List.of());
    }

    private static Setup setup() {
        var machine = new Machine(0, new SimClock(0, SimClock.FROZEN_PPM));
        EngineConfig production = EngineConfig.production();
        var engine =
                new EngineConfig(
                        ELECTION_NANOS,
                        // No jitter: how often chance was asked must not make states different.
                        ELECTION_NANOS,
                        production.heartbeatNanos(),
                        production.requestTimeoutNanos(),
                        production.appendBytesMax(),
                        production.windowMessages(),
                        production.windowBytes(),
                        production.uncommittedBytesMax(),
                        production.pendingMax(),
                        production.snapshotLogBytes(),
                        production.retainedLogBytes(),
                        production.chunkBytes(),
                        production.snapshotBytesPerSecond(),
                        production.applyEntriesMax(),
                        production.stateBytesMax(),
                        production.keyLimits(),
                        false,
                        ShardingConfig.ONE);
        return new Setup(
                Collections.nCopies(NODES, machine),
                1,
                Setup.FACTOR,
                0,
                Setup.SECOND,
                0,
                0,
                1,
                1,
                Setup.SECOND,
                0,
                true,
                engine,
                new StorageConfig(4 << 10, 1 << 10, 512, 1 << 10));
    }

    World world() {
        return world;
    }

    /** Plays moves one after the other. */
    void play(List<Move> moves) {
        moves.forEach(this::play);
    }

    void play(Move move) {
        switch (move) {
            case Move.Deliver(int from, int to) -> oldest(from, to).arrival.run();
            case Move.Lose(int from, int to) -> oldest(from, to).loss.run();
            case Move.Expire(int number) -> expire(node(number));
            case Move.Crash(int number) -> crash(number);
            case Move.Boot(int number) -> node(number).boot();
            case Move.Ask(int number) -> script.ask(node(number));
            case Move.Settle(List<Integer> nodes) -> settle(nodes);
            case Move.Cut(int number) -> forget(number);
        }
        pause();
    }

    private SimNode node(int number) {
        return world.nodes().get(number - 1);
    }

    private ArrayDeque<Frame> way(int from, int to) {
        return ways.get(from - 1).get(to - 1);
    }

    private Frame oldest(int from, int to) {
        Frame frame = way(from, to).poll();
        if (frame == null) {
            throw new IllegalArgumentException("nothing is under way " + from + " " + to);
        }
        return frame;
    }

    private void pause() {
        timeline.runUntil(timeline.now() + PAUSE_NANOS);
        script.check();
    }

    private Episode strike(String what) {
        return new Episode(world, ++strikes, new Strike(timeline.now(), what, strikes, 0, 0));
    }

    private void expire(SimNode node) {
        SimProcess process = node.process();
        if (process == null) {
            throw new IllegalArgumentException(node + " is down");
        }
        long left = process.node().deadline() - node.clock().at(timeline.now());
        node.stepClock(strike("expire"), Math.max(0, left));
    }

    private void crash(int number) {
        SimNode node = node(number);
        node.crash(strike("crash"), SimDisk.Crash.LOSES_UNSYNCED);
        asleep[number - 1] = StateHash.of(node.survivors());
        forget(number);
    }

    private void forget(int number) {
        for (int other = 1; other <= NODES; other++) {
            lose(way(number, other));
            lose(way(other, number));
        }
    }

    private static void lose(ArrayDeque<Frame> way) {
        way.forEach(frame -> frame.loss.run());
        way.clear();
    }

    private void settle(List<Integer> nodes) {
        for (Move.Deliver next = next(nodes); next != null; next = next(nodes)) {
            play(next);
        }
    }

    /** The oldest frame among some nodes, null if there is none; no nodes stand for all of them. */
    private Move.@Nullable Deliver next(List<Integer> nodes) {
        for (Move.Deliver each : deliveries()) {
            boolean among = nodes.contains(each.from()) && nodes.contains(each.to());
            if (nodes.isEmpty() || among) {
                return each;
            }
        }
        return null;
    }

    /** What can arrive next, what was sent first before the others. */
    List<Move.Deliver> deliveries() {
        var heads = new TreeMap<Long, Move.Deliver>();
        for (int from = 1; from <= NODES; from++) {
            for (int to = 1; to <= NODES; to++) {
                Frame head = way(from, to).peek();
                if (head != null) {
                    heads.put(head.number, new Move.Deliver(from, to));
                }
            }
        }
        return List.copyOf(heads.values());
    }

    /** The numbers of the nodes that run, or of those that do not. */
    List<Integer> nodes(boolean up) {
        var numbers = new ArrayList<Integer>();
        for (int number = 1; number <= NODES; number++) {
            if (node(number).up() == up) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /** The nodes that can be asked: those that take themselves for leaders. */
    List<Integer> askable() {
        var numbers = new ArrayList<Integer>();
        for (int number : nodes(true)) {
            SimProcess process = node(number).process();
            if (script.hasMore() && process != null && process.node().replica(0).raft().leads()) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /**
     * Equal for positions from which the same can happen and the same is right or wrong: the nodes,
     * what is under way, what was promised and committed, and what clients have seen.
     */
    long hash() {
        var roots = new ArrayList<Object>();
        for (SimNode node : world.nodes()) {
            SimProcess process = node.process();
            roots.add(process == null ? (Object) asleep[node.number()] : process.node());
        }
        for (List<ArrayDeque<Frame>> row : ways) {
            for (ArrayDeque<Frame> way : row) {
                roots.add(way.stream().map(Frame::bytes).toList());
            }
        }
        roots.add(promises.hash());
        roots.add(checks.committed(0));
        roots.add(script.seen());
        return StateHash.of(roots);
    }

    /** Keeps what is sent until it is told to arrive. */
    private final class Pool implements Courier {
        @Override
        public void take(SimNode from, SimNode to, Bytes frame, Runnable arrival, Runnable loss) {
            way(from.number() + 1, to.number() + 1).add(new Frame(++frames, frame, arrival, loss));
        }
    }
}
