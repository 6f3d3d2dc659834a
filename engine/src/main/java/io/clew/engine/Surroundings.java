package io.clew.engine;

import io.clew.engine.raft.NodeId;

import java.util.List;
import java.util.random.RandomGenerator;

/** What all replicas of a node share. */
record Surroundings(
        EngineConfig config,
        NodeId node,
        RandomGenerator random,
        List<Effects.Answer> answers,
        List<SnapshotTask> tasks,
        Directory directory) {}
