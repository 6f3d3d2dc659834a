package io.clew.sim.world.check;

import io.clew.engine.Effects;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Served;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.World;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;

/**
 * An answer that says how old it may be has everything that was acknowledged longer ago. Ages are
 * measured by the clocks of nodes, so that what they may have lost is granted.
 */
final class StalenessIsHonest extends Check {
    private static final double MILLION = 1_000_000;
    private static final long ROUNDING_NANOS = 1_000;

    private final World world;

    /** The newest entry that had been acknowledged at a moment; both rise. */
    private final TreeMap<Long, Long> acknowledged = new TreeMap<>();

    StalenessIsHonest(World world) {
        super("an answer is no older than it says");
        this.world = world;
    }

    @Override
    void after(Step step) {
        for (Effects.Answer answer : step.answers()) {
            Served served = served(answer.reply());
            if (served != null && served.stalenessNanos() >= 0) {
                judge(step.machine(), served);
            }
        }
        long now = world.timeline().now();
        for (Effects.Answer answer : step.answers()) {
            long entry = Replies.acknowledged(answer.reply());
            if (entry > newest()) {
                acknowledged.put(now, entry);
            }
        }
    }

    private void judge(SimNode machine, Served served) {
        double pace = 1 + slowestPpm() / MILLION;
        if (pace <= 0) {
            return; // A clock that stood still may have missed any time.
        }
        long age = (long) (served.stalenessNanos() / pace) + ROUNDING_NANOS;
        Map.Entry<Long, Long> before = acknowledged.lowerEntry(world.timeline().now() - age);
        require(
                before == null || before.getValue() <= served.applied(),
                () ->
                        machine
                                + " says "
                                + served
                                + ", and lacks what was acknowledged at "
                                + before);
    }

    private long newest() {
        return acknowledged.isEmpty() ? 0 : acknowledged.lastEntry().getValue();
    }

    private long slowestPpm() {
        long slowest = 0;
        for (SimNode node : world.nodes()) {
            slowest = Math.min(slowest, node.slowestClockPpm());
        }
        return slowest;
    }

    private static @Nullable Served served(Reply reply) {
        if (reply instanceof Reply.Found found) {
            return found.served();
        }
        return reply instanceof Reply.Missing missing ? missing.served() : null;
    }
}
