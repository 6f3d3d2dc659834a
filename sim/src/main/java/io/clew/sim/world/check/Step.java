package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.Node;
import io.clew.engine.api.Status;
import io.clew.sim.world.SimNode;

/** One step of one node: what it asks for, and how it sees itself after it. */
record Step(SimNode machine, Node node, Effects effects, Status status, Shadow shadow) {
    int number() {
        return machine.number();
    }
}
