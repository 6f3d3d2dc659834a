package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.api.Request;
import io.clew.sim.world.SimNode;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Every request gets exactly one outcome, unless its node dies first. */
final class OneOutcome extends Check {
    private final List<TreeSet<Long>> open = new ArrayList<>();

    OneOutcome(int nodes) {
        super("one outcome for each request");
        for (int i = 0; i < nodes; i++) {
            open.add(new TreeSet<>());
        }
    }

    @Override
    void asked(SimNode node, long token, Request request) {
        open.get(node.number()).add(token);
    }

    /** Whatever was asked of a node before it was started is forgotten. */
    void started(SimNode node) {
        open.get(node.number()).clear();
    }

    /** A node answers, whether it has a replica or not. */
    void answered(SimNode node, List<Effects.Answer> answers) {
        for (Effects.Answer answer : answers) {
            require(
                    open.get(node.number()).remove(answer.token()),
                    () -> node + " answers a second time: " + answer);
        }
    }

    /** How many requests a node has been given and not answered. */
    int open(int node) {
        return open.get(node).size();
    }

    /** When all clients have gone and time enough has passed, nobody may be left waiting. */
    @Override
    void atEnd() {
        for (TreeSet<Long> waiting : open) {
            require(waiting.isEmpty(), () -> "never answered: " + waiting);
        }
    }
}
