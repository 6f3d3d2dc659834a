package io.clew.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.LogBudget.Share;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** When the shards of a node save their states. */
class LogBudgetTest {
    private final LogBudget budget = new LogBudget(1000);

    private List<Share> shares(int n) {
        return Stream.generate(budget::share).limit(n).toList();
    }

    @Test
    void oneShardAloneHasTheWholeLimit() {
        Share only = budget.share();
        only.applied(999);
        assertFalse(only.due(0));
        only.applied(1);
        assertTrue(only.due(0));
        only.saved();
        assertFalse(only.due(0));
    }

    @Test
    void aLargeStateWaitsForMore() {
        Share only = budget.share();
        only.applied(1500);
        assertFalse(only.due(8000));
        only.applied(500);
        assertTrue(only.due(8000));
    }

    @Test
    void allShardsTogetherHaveOneLimit() {
        List<Share> shares = shares(16);
        var unsaved = new int[16];
        int most = 0;
        for (int i = 0; i < 10_000; i++) {
            Share next = shares.get(i % 16);
            next.applied(10);
            unsaved[i % 16] += 10;
            most = Math.max(most, IntStream.of(unsaved).sum());
            if (next.due(0)) {
                next.saved();
                unsaved[i % 16] = 0;
            }
        }
        assertTrue(most >= 1000 && most <= 1200, "at most " + most);
    }

    @Test
    void aBusyShardIsSavedBeforeThoseThatAreNot() {
        List<Share> shares = shares(4);
        shares.forEach(share -> share.applied(10));
        shares.getFirst().applied(1000);
        assertEquals(
                List.of(true, false, false, false), shares.stream().map(s -> s.due(0)).toList());
    }

    /** Or it would keep the segments of all others. */
    @Test
    void shardsThatAreHardlyWrittenAreSavedInTheEndOneAfterTheOther() {
        List<Share> shares = shares(3);
        shares.get(1).applied(1);
        shares.get(2).applied(1);
        Share busy = shares.getFirst();
        for (int i = 0; i < 400; i++) {
            assertFalse(shares.get(1).due(0) && i < 398, "after " + i);
            busy.applied(10);
            if (busy.due(0)) {
                busy.saved();
            }
        }
        assertTrue(shares.get(1).due(0) && shares.get(2).due(0));
        shares.get(1).saved();
        assertFalse(shares.get(2).due(0));
        busy.applied(15);
        assertTrue(shares.get(2).due(0));
    }

    /** Its entries cannot be saved, and would keep the segments of all others. */
    @Test
    void whatIsStuckIsWrittenAgainNowAndThen() {
        List<Share> shares = shares(2);
        Share stuck = shares.getFirst();
        Share busy = shares.getLast();
        assertFalse(stuck.stuck(7));
        busy.applied(3999);
        assertFalse(stuck.stuck(7));
        busy.applied(1);
        assertTrue(stuck.stuck(7));
        assertFalse(stuck.stuck(7));
        busy.applied(3999);
        assertFalse(stuck.stuck(8), "another one, which has just come");
        busy.applied(3999);
        assertFalse(stuck.stuck(8));
        assertFalse(stuck.stuck(0));
        busy.applied(4000);
        assertFalse(stuck.stuck(0));
    }

    @Test
    void ofThoseThatAreStuckOneAfterTheOtherIsWrittenAgain() {
        List<Share> shares = shares(3);
        Share busy = shares.getLast();
        assertFalse(shares.get(0).stuck(7) || shares.get(1).stuck(9));
        busy.applied(4000);
        assertTrue(shares.get(0).stuck(7));
        assertFalse(shares.get(1).stuck(9));
        busy.applied(15);
        assertTrue(shares.get(1).stuck(9));
    }

    @Test
    void whatIsTakenAwayLeavesTheOthersItsPart() {
        List<Share> shares = shares(2);
        shares.get(0).applied(600);
        shares.get(1).applied(399);
        assertEquals(4, shares.get(1).part(8));
        shares.get(0).end();
        assertEquals(8, shares.get(1).part(8));
        shares.get(1).applied(600);
        assertFalse(shares.get(1).due(0));
        shares.get(1).applied(1);
        assertTrue(shares.get(1).due(0));
    }
}
