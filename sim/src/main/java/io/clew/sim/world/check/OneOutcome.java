package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.api.Request;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

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

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        open.get(node.number()).clear();
    }

    @Override
    void after(Step step) {
        for (Effects.Answer answer : step.answers()) {
            require(
                    open.get(step.number()).remove(answer.token()),
                    () -> step.machine() + " answers a second time: " + answer);
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
