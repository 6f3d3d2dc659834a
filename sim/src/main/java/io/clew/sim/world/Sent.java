package io.clew.sim.world;

import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;

/** A message of a group that leaves a node, and for which member. */
public record Sent(int shard, NodeId to, Message message) {}
