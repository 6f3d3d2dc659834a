package io.clew.sim.report;

import io.clew.engine.Effects;
import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;
import io.clew.engine.storage.Recovered;
import io.clew.engine.storage.WriteBatch;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;
import io.clew.sim.Result;
import io.clew.sim.report.Recording.Band;
import io.clew.sim.report.Recording.Fate;
import io.clew.sim.report.Recording.Flight;
import io.clew.sim.report.Recording.Mark;
import io.clew.sim.report.Recording.RoleFrom;
import io.clew.sim.report.Recording.Touch;
import io.clew.sim.report.Recording.Work;
import io.clew.sim.world.Clients;
import io.clew.sim.world.Observer;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.Strike;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Writes down what happens in a world. It must watch before the checks, which end the run. */
public final class Recorder implements Observer {
    private final World world;
    private final Recording recording = new Recording();
    private final Names names = new Names();
    private final TreeMap<Long, Flight> flying = new TreeMap<>();
    private final @Nullable Status[] known;

    /** Where the log of each node ended after its last step, by shard. */
    private final List<long[]> ends = new ArrayList<>();

    private final @Nullable Band[] pauses;
    private final TreeMap<Integer, Work> working = new TreeMap<>();

    /** The last heartbeat on each way. */
    private final HashMap<List<Integer>, String> beaten = new HashMap<>();

    /** The step that is being checked: its messages have not left yet. */
    private @Nullable Effects checked;

    private int checkedNode;

    public Recorder(World world) {
        this.world = world;
        this.known = new Status[world.nodes().size()];
        for (int shard = 0; shard < world.setup().shards(); shard++) {
            ends.add(new long[world.nodes().size()]);
        }
        this.pauses = new Band[world.nodes().size()];
    }

    /** One that watches the world from now on. */
    public static Recorder watching(World world) {
        var recorder = new Recorder(world);
        world.watch(recorder);
        return recorder;
    }

    World world() {
        return world;
    }

    Recording recording() {
        return recording;
    }

    /** A text in which nodes are called by their names, not by their random identities. */
    String named(String text) {
        return names.in(text);
    }

    /** The run has ended; if an invariant did not hold, the step that broke it never left. */
    public void end(List<Result.Struck> strikes, boolean violated) {
        for (Result.Struck struck : strikes) {
            // What touched nothing explains nothing.
            if (struck.touches() > 0) {
                Strike strike = struck.strike();
                var band =
                        new Band(
                                Recording.ALL,
                                strike.family(),
                                Dumps.shapes(struck.what()),
                                strike.atNanos());
                band.ended = strike.atNanos() + strike.endsAfterNanos();
                recording.bands.add(band);
            }
        }
        Effects held = checked;
        if (violated && held != null) {
            for (Effects.Transmission sent : held.sends()) {
                SimNode to = world.node(sent.to());
                if (to != null) {
                    flight(checkedNode, to.number(), sent.frame()).fate = Fate.HELD;
                }
            }
        }
        checked = null;
        world.nodes().forEach(this::look);
    }

    @Override
    public void booted(SimNode node, Recovered recovered) {
        names.put(node.id(), node.toString());
        mark(node, "boot", "boots", recovered.fresh() ? "boots with an empty disk" : "boots");
        look(node);
    }

    @Override
    public void crashed(SimNode node) {
        endPause(node);
        mark(node, "crash", "crashes", "crashes");
        known[node.number()] = null;
        ends.forEach(each -> each[node.number()] = 0);
        recording.roles.add(new RoleFrom(now(), node.number(), "down", 0));
    }

    @Override
    public void diskLost(SimNode node) {
        mark(node, "crash", "loses its disk", "loses its disk");
    }

    @Override
    public void paused(SimNode node, long until) {
        Band pause = pauses[node.number()];
        if (pause == null || pause.ended < now()) {
            pause = new Band(node.number(), "stands still", "the process is paused", now());
            pauses[node.number()] = pause;
            recording.bands.add(pause);
        }
        pause.ended = until;
    }

    @Override
    public void resumed(SimNode node) {
        endPause(node);
    }

    @Override
    public void stepped(SimNode node, Effects effects) {
        checked = effects;
        checkedNode = node.number();
        for (Note note : effects.notes()) {
            note(node, note);
        }
        WriteBatch batch = effects.write();
        if (batch != null) {
            batch.shards().forEach(each -> write(node, each.shard(), each.write()));
        }
        look(node);
        for (Effects.Answer answer : effects.answers()) {
            int client = Clients.clientOf(answer.token());
            String text = Words.reply(answer.reply());
            recording.touches.add(new Touch(now(), client, node.number(), true, text));
        }
    }

    @Override
    public void synced(SimNode node, long sequence) {
        checked = null;
        mark(node, "sync", "", "what it wrote is on disk, up to write " + sequence);
    }

    @Override
    public void worked(SimNode node, SnapshotTask task, Event done) {
        checked = null;
        switch (task) {
            case SnapshotTask.Save save ->
                    mark(node, "file", "saved", "saved a snapshot up to " + save.state().last());
            case SnapshotTask.Load load ->
                    mark(node, "file", "", "read a piece of snapshot " + load.snapshot().last());
            case SnapshotTask.Scrub _ -> {}
            case SnapshotTask.Drop drop ->
                    mark(node, "file", "", "deleted the files of shard " + drop.shard());
            case SnapshotTask.Receive receive ->
                    mark(
                            node,
                            "file",
                            "stored",
                            "stored a piece of snapshot " + receive.snapshot().last());
        }
    }

    @Override
    public void asked(SimNode node, long token, Request request) {
        int client = Clients.clientOf(token);
        Work work = working.get(client);
        String text = work == null ? "asks" : work.call;
        recording.touches.add(new Touch(now(), client, node.number(), false, text));
    }

    @Override
    public void sent(long number, SimNode from, SimNode to, Bytes frame) {
        checked = null;
        flying.put(number, flight(from.number(), to.number(), frame));
    }

    @Override
    public void arrived(long number) {
        end(number, Fate.ARRIVED);
    }

    @Override
    public void lost(long number) {
        end(number, Fate.LOST);
    }

    @Override
    public void invoked(int client, Call call) {
        String key = call.key();
        var work =
                new Work(
                        client,
                        Words.call(call),
                        key == null ? "" : key,
                        call instanceof Call.Get,
                        now());
        working.put(client, work);
        recording.operations.add(work);
    }

    @Override
    public void completed(int client, Outcome outcome, @Nullable Reply reply) {
        Work work = working.remove(client);
        if (work == null) {
            return;
        }
        work.ended = now();
        switch (outcome) {
            case Outcome.Ok(String value) -> {
                work.outcome = "ok";
                work.value = work.reads ? " → " + (value == null ? "nothing" : value) : "";
            }
            case Outcome.Fail _ -> work.outcome = "fail";
            case Outcome.Unknown _ -> work.outcome = "unknown";
        }
    }

    private long now() {
        return world.timeline().now();
    }

    private Flight flight(int from, int to, Bytes frame) {
        var flight = new Flight(from, to, news(from, to, Words.frame(frame)), now());
        recording.flights.add(flight);
        return flight;
    }

    /** Heartbeats are many and say little, but the first with a new commit index is news. */
    private Words.Saying news(int from, int to, Words.Saying saying) {
        boolean beats = saying.kind().equals(Words.BEAT) && saying.brief().contains(" c");
        if (!beats || saying.brief().equals(beaten.put(List.of(from, to), saying.brief()))) {
            return saying;
        }
        return new Words.Saying("log", saying.brief(), saying.text());
    }

    private void end(long number, Fate fate) {
        Flight flight = flying.remove(number);
        if (flight != null) {
            flight.ended = now();
            flight.fate = fate;
        }
    }

    private void endPause(SimNode node) {
        Band pause = pauses[node.number()];
        if (pause != null && pause.ended > now()) {
            pause.ended = now();
        }
    }

    private void mark(SimNode node, String kind, String brief, String text) {
        recording.marks.add(new Mark(now(), node.number(), kind, brief, text));
    }

    private void note(SimNode node, Note note) {
        String text = named(note.text());
        switch (note) {
            case Note.Voted voted -> {
                String whom = Words.node(voted.candidate());
                String verb = voted.granted() ? "votes " : "refuses ";
                mark(node, "vote", voted.pre() ? "" : verb + whom, text);
            }
            case Note.Campaigned campaigned ->
                    mark(
                            node,
                            "vote",
                            (campaigned.pre() ? "asks, t" : "campaigns, t") + campaigned.term(),
                            text);
            case Note.SnapshotTaken taken ->
                    mark(node, "snapshot", "snapshot " + taken.last(), text);
            case Note.SnapshotInstalled installed ->
                    mark(node, "install", "installs " + installed.last(), text);
            case Note.Condemned _ -> mark(node, "note", "stops serving", text);
            case Note.ReplicaCame came ->
                    mark(node, "note", "shard " + came.shard() + " comes", text);
            case Note.ReplicaLeft left ->
                    mark(node, "note", "shard " + left.shard() + " goes", text);
            case Note.DamageFound _ -> mark(node, "note", "finds damage", text);
            case Note.StatesDiffer _,
                    Note.RoleChanged _,
                    Note.HandsOver _,
                    Note.FollowsLeader _,
                    Note.MembershipChanged _,
                    Note.StrangerIgnored _,
                    Note.PlacementChanges _,
                    Note.JoinersTakenBack _,
                    Note.LeaversKept _,
                    Note.InShard _,
                    Note.Waits _ ->
                    mark(node, "note", "", text);
        }
    }

    private void write(SimNode node, int shard, LogWrite write) {
        String of = shard == 0 ? "" : "s" + shard + " ";
        long first = write.firstIndex();
        if (first != 0) {
            long last = first + write.entries().size() - 1;
            boolean replaces = first <= ends.get(shard)[node.number()];
            String range = last < first ? "" : first == last ? "" + first : first + "–" + last;
            String entries = last < first ? "nothing" : "entries " + range;
            if (replaces) {
                String from = "replaces its log from " + first + " on by " + entries;
                mark(
                        node,
                        "truncate",
                        of + "✂" + first + (range.isEmpty() ? "" : " +" + range),
                        from);
            } else {
                mark(node, "write", of + "+" + range, "writes " + entries);
            }
        }
        LogWrite.SnapshotMark mark = write.mark();
        if (mark != null && mark.reset()) {
            String text = "drops its log, the snapshot up to " + mark.last() + " takes its place";
            mark(node, "truncate", of + "✂ all", text);
        }
    }

    /** Compares how a node sees itself with how it did. */
    private void look(SimNode node) {
        SimProcess process = node.process();
        if (process == null) {
            return;
        }
        Status before = known[node.number()];
        Status status = process.node().status();
        known[node.number()] = status;
        for (int shard = 0; shard < ends.size(); shard++) {
            Raft raft = process.raft(shard);
            ends.get(shard)[node.number()] = raft == null ? 0 : raft.log().lastIndex();
        }
        if (before == null || before.role() != status.role() || before.term() != status.term()) {
            String role = status.role().name().toLowerCase(Locale.ROOT);
            recording.roles.add(new RoleFrom(now(), node.number(), role, status.term()));
        }
        if (before != null && before.commit() != status.commit()) {
            mark(
                    node,
                    "commit",
                    "✓" + status.commit(),
                    "knows that everything up to entry " + status.commit() + " is committed");
        }
    }
}
