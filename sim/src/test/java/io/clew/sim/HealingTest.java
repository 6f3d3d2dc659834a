package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.sim.mutant.Mutant;
import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.schedule.Profile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** What is asked of a healed cluster can be missed: demands see bugs that are made for them. */
class HealingTest {
    private static final Path ROOT = Path.of(System.getProperty("clew.root", ".."));
    private static final String PROFILE = Profile.DEFAULT.name();
    private static final int SEEDS = 60;

    @Test
    void aLeaderThatComesLateExceedsItsBudget() throws IOException {
        assertSeen(
                "a healed cluster has a leader soon",
                "Follower",
                "deadline = now + state.timers.electionTimeout();",
                "deadline = now + 20 * state.timers.electionTimeout();");
    }

    @Test
    void aLeaderThatBeatsTooOftenExceedsTheBudgetOfMessages() throws IOException {
        assertSeen(
                "a call costs few messages",
                "Leader",
                "beatAt = state.timers.nextBeat(now);",
                "beatAt = now + state.config.heartbeatNanos() / 16;");
    }

    @Test
    void anAppendThatIsSentTwiceExceedsTheBudgetOfCopies() throws IOException {
        assertSeen(
                "an entry is sent once to each follower",
                "Replication",
                "state.outbox.send(follower.id, append);",
                "state.outbox.send(follower.id, append); state.outbox.send(follower.id, append);");
    }

    @Test
    void anElectionThatNeedsEverybodyFailsInTheCore() throws IOException {
        assertSeen(
                "a core has a leader",
                "Quorum",
                "return n > members.size() / 2;",
                "return n >= members.size();");
    }

    private static void assertSeen(String rule, String type, String before, String after)
            throws IOException {
        var edit = new Mutant.Edit("io.clew.engine.raft." + type, before, after);
        var engine = MutantEngine.of(new Mutant(type, "", PROFILE, SEEDS, List.of(edit)), ROOT);
        var others = new TreeSet<String>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            MutantEngine.Sight sight = engine.sees(seed);
            if (sight != null && sight.oracle().equals(rule)) {
                return;
            }
            if (sight != null) {
                others.add(sight.oracle());
            }
        }
        assertTrue(others.contains(rule), "none of " + SEEDS + " seeds sees it, but: " + others);
    }
}
