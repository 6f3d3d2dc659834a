package io.clew.engine;

import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Timers;

import java.util.List;

/** What all replicas of a node share. */
record Surroundings(
        EngineConfig config,
        NodeId node,
        Timers timers,
        List<Effects.Answer> answers,
        List<SnapshotTask> tasks,
        LogBudget logs,
        StateBudget states,
        Directory directory) {}
