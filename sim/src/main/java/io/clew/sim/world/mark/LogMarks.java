package io.clew.sim.world.mark;

import io.clew.engine.Effects;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.LogWrite;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Raft;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.GroupStep;
import io.clew.sim.world.Observer;
import io.clew.sim.world.Sent;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.SimProcess;
import io.clew.sim.world.World;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Marks of logs: how they grow, part and come together again. */
final class LogMarks implements Observer {
    private static final int MUCH = 5;
    private static final int MANY = 10;
    private static final int LONG_BEFORE = 3;

    private final World world;
    private final Marks marks;
    private final int shard;
    private final LogId[] last;
    private final long[] commit;

    /** Where the latest configuration of each node is. */
    private final long[] configuration;

    LogMarks(World world, Marks marks, int shard) {
        int nodes = world.nodes().size();
        this.world = world;
        this.marks = marks;
        this.shard = shard;
        last = new LogId[nodes];
        Arrays.fill(last, LogId.ZERO);
        commit = new long[nodes];
        configuration = new long[nodes];
    }

    @Override
    public void booted(SimNode node, Recovered recovered) {
        SimProcess process = node.process();
        Raft raft = process == null ? null : process.raft(shard);
        last[node.number()] = raft == null ? LogId.ZERO : raft.log().last();
        commit[node.number()] = 0;
        configuration[node.number()] = 0;
    }

    @Override
    public void stepped(SimNode machine, Effects effects) {
        GroupStep step = world.groupStep(machine, effects, shard);
        if (step == null) {
            return;
        }
        int node = machine.number();
        Raft raft = step.raft();
        LogWrite write = step.write();
        if (write != null) {
            writes(node, write);
        }
        marks.hit(Mark.COMMITS_MANY, raft.commit() - commit[node] >= MANY);
        if (!step.sent().isEmpty()) {
            sends(step.sent(), raft);
        }
        last[node] = raft.log().last();
        commit[node] = raft.commit();
    }

    private void writes(int node, LogWrite write) {
        long first = write.firstIndex();
        marks.hit(Mark.MOVES_UP, Cuts.none(write, last[node]));
        if (Cuts.any(write, last[node])) {
            marks.hit(Mark.TRUNCATES);
            marks.hit(Mark.TRUNCATES_MUCH, last[node].index() - first + 1 >= MUCH);
            marks.hit(Mark.TRUNCATES_CONFIGURATION, first <= configuration[node]);
            marks.hit(Mark.REPLACES_FOUNDING, first == 1);
        }
        marks.hit(Mark.GROUPS_WRITES, write.entries().size() >= MUCH);
        for (Entry entry : write.entries()) {
            if (entry.kind() == Entry.Kind.MEMBERSHIP) {
                configuration[node] = entry.index();
            }
        }
    }

    private void sends(List<Sent> all, Raft raft) {
        var appends = new TreeMap<NodeId, Integer>();
        for (Sent sent : all) {
            switch (sent.message()) {
                case Message.Append m ->
                        appends.merge(sent.to(), m.entries().isEmpty() ? 0 : 1, Integer::sum);
                case Message.AppendRejected m ->
                        marks.hit(
                                Mark.SEARCHES_AGREEMENT,
                                m.hint().index() + LONG_BEFORE < m.rejected());
                case Message.Appended m ->
                        marks.hit(Mark.ACKNOWLEDGES_OVERTAKEN, m.match() < raft.log().durable());
                default -> {}
            }
        }
        int window = world.setup().engine().windowMessages();
        for (int each : appends.values()) {
            marks.hit(Mark.FILLS_WINDOW, window > 1 && each >= window);
        }
    }
}
