package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.storage.Recovered;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** A read is answered from a state that has all that was committed when the read arrived. */
final class ReadsAreFresh extends Check {
    private final CommittedLog committed;

    /** For each node what was committed when each request arrived, by its token. */
    private final List<TreeMap<Long, Long>> floors = new ArrayList<>();

    ReadsAreFresh(CommittedLog committed, int nodes) {
        super("a read sees what was committed when it arrived");
        this.committed = committed;
        for (int i = 0; i < nodes; i++) {
            floors.add(new TreeMap<>());
        }
    }

    @Override
    void asked(SimNode node, long token, Request request) {
        if (request instanceof Request.Read) {
            floors.get(node.number()).put(token, committed.lastIndex());
        }
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        floors.get(node.number()).clear();
    }

    @Override
    void after(Step step) {
        for (Effects.Answer answer : step.answers()) {
            Long floor = floors.get(step.number()).remove(answer.token());
            boolean read =
                    answer.reply() instanceof Reply.Found
                            || answer.reply() instanceof Reply.Missing;
            require(
                    !read || floor == null || step.applied() >= floor,
                    () ->
                            step.machine()
                                    + " has applied "
                                    + step.applied()
                                    + " and answers a read that came when "
                                    + floor
                                    + " was committed: "
                                    + answer);
        }
    }
}
