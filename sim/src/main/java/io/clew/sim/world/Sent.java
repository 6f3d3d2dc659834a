package io.clew.sim.world;

import io.clew.engine.raft.Message;
import io.clew.engine.raft.NodeId;

/** A message that leaves a node, and for whom. */
public record Sent(NodeId to, Message message) {}
