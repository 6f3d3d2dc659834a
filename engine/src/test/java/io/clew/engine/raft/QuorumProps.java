package io.clew.engine.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

class QuorumProps {
    private static Membership membership(int from, int n, int outFrom, int outN) {
        return new Membership(1, members(from, n), members(outFrom, outN), true);
    }

    private static List<Member> members(int from, int n) {
        var members = new ArrayList<Member>();
        for (int i = from; i < from + n; i++) {
            members.add(new Member(new NodeId(i), "n" + i + ":1"));
        }
        return members;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0, false", "1, 1, true", "2, 1, false", "2, 2, true", "3, 1, false", "3, 2, true",
        "4, 2, false", "4, 3, true", "5, 2, false", "5, 3, true", "7, 3, false", "7, 4, true"
    })
    void aMajorityIsMoreThanHalf(int voters, int agreeing, boolean reached) {
        Membership membership = membership(1, voters, 0, 0);
        assertEquals(reached, Quorum.reached(membership, id -> id.value() <= agreeing));
    }

    @ParameterizedTest
    @CsvSource({"3, 1 2, false", "3, 3 4, false", "3, 2 3 4 5, true", "3, 1 2 4 5, true"})
    void aJointConfigurationNeedsBothHalves(int n, String agreeing, boolean reached) {
        var ids = new TreeSet<Long>();
        for (String id : agreeing.split(" ", -1)) {
            ids.add(Long.valueOf(id));
        }
        // Voters 3 4 5, outgoing 1 2 3.
        Membership membership = membership(3, n, 1, n);
        assertEquals(reached, Quorum.reached(membership, id -> ids.contains(id.value())));
    }

    @Property
    void thePositionIsTheHighestThatAMajorityHasReached(
            @ForAll @IntRange(min = 1, max = 7) int voters,
            @ForAll @IntRange(min = 0, max = 7) int outgoing,
            @ForAll @Size(14) List<@IntRange(min = 0, max = 20) Integer> positions) {
        Membership membership = membership(1, voters, 4, outgoing);
        long position = Quorum.position(membership, id -> positions.get((int) id.value()));
        assertTrue(reachedBy(membership, positions, position));
        assertFalse(reachedBy(membership, positions, position + 1));
    }

    private static boolean reachedBy(Membership m, List<Integer> positions, long position) {
        return Quorum.reached(m, id -> positions.get((int) id.value()) >= position);
    }

    @Property
    void aMemberThatWasNeverMetCountsNowhere(@ForAll @IntRange(min = 1, max = 3) int unmet) {
        var members = new ArrayList<>(members(1, 5 - unmet));
        for (int i = 0; i < unmet; i++) {
            members.add(new Member(NodeId.UNBOUND, "x" + i + ":1"));
        }
        var membership = new Membership(1, members, List.of(), true);
        assertEquals(unmet < 3, Quorum.reached(membership, _ -> true));
        assertEquals(unmet < 3 ? 9 : 0, Quorum.position(membership, _ -> 9));
    }
}
