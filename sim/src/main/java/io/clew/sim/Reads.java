package io.clew.sim;

import io.clew.engine.raft.Membership;
import io.clew.sim.world.Setup;
import io.clew.sim.world.SimNode;
import io.clew.sim.world.Survey;
import io.clew.sim.world.World;
import io.clew.sim.world.check.SafetyChecks;

import java.util.List;

/**
 * Whether each member serves reads of what it carries: of its own state, which must be new enough
 * and hold all that is committed, and, without a vote, of the newest one.
 */
final class Reads {
    private static final long STALENESS_NANOS_MAX = 2 * Setup.SECOND;
    private static final int STALENESS_TIMEOUTS_MAX = 4;

    private final World world;
    private final SafetyChecks checks;
    private final Agreement agreement;
    private final Survey survey;
    private long askAt;

    Reads(World world, SafetyChecks checks, Agreement agreement) {
        this.world = world;
        this.checks = checks;
        this.agreement = agreement;
        this.survey = world.clients().survey();
    }

    /** Wants reads from all members among some nodes that have come together. */
    void begin(List<SimNode> nodes) {
        survey.begin();
        askAt = world.timeline().now();
        if (!agreement.open()) {
            return; // Nobody serves anything yet.
        }
        long timeouts = STALENESS_TIMEOUTS_MAX * world.setup().engine().electionMaxNanos();
        long stalenessMax = Math.max(STALENESS_NANOS_MAX, timeouts);
        for (int shard = 0; shard < world.setup().shards(); shard++) {
            for (SimNode node : agreement.members(nodes, shard)) {
                survey.local(node, shard, checks.committed(shard), stalenessMax);
                if (!votes(node, shard)) {
                    survey.newest(node, shard);
                }
            }
        }
    }

    /**
     * Asks again from time to time. Who carries a shard no more need not answer for it, and who has
     * got a vote since sends readers on to the leader.
     */
    boolean served() {
        survey.keep(this::carries, (node, shard) -> !votes(node, shard));
        if (!survey.served() && world.timeline().now() >= askAt) {
            survey.ask();
            askAt = world.timeline().now() + roundNanos();
        }
        return survey.served();
    }

    /** Within this time a leader that was lost at the beginning of it is replaced. */
    long roundNanos() {
        return world.setup().engine().electionMaxNanos();
    }

    private boolean carries(SimNode node, int shard) {
        return node.up() && !agreement.members(List.of(node), shard).isEmpty();
    }

    private boolean votes(SimNode node, int shard) {
        Membership members = world.cluster().latest(shard);
        return members == null
                || members.members().stream()
                        .anyMatch(m -> m.id().node().equals(node.id()) && members.votes(m.id()));
    }
}
