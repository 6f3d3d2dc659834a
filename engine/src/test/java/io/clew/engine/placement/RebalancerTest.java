package io.clew.engine.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.clew.engine.placement.Placement.Assignment;
import io.clew.engine.placement.Placement.Host;
import io.clew.engine.placement.Placement.Move;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Moves of small placements as text. A node is a letter, with {@code @} and its zone, and marks:
 * {@code -} draining, {@code !} lost. A shard is its nodes, then with {@code +} and {@code -} what
 * is being moved, and {@code ~} if that is taken back.
 */
class RebalancerTest {
    private static final Obstacles ONE_HANGS = Obstacles.hanging(new TreeSet<>(List.of(1)));

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    even as it is                        | a b c         | 3 | abc abc abc         |
                    one more is no reason                | a b c         | 2 | ab ac bc ab         |
                    a lost node is replaced              | a b! c d      | 3 | abc acd             | 1:+d-b
                    the shard nearest to its end first   | a b! c! d e f | 5 | abdef abcde         | 2:+f-b
                    lost ones before draining ones       | a- b c! d e   | 3 | abd bcd             | 2:+e-c
                    a node that nobody knows is lost     | a b d         | 3 | abc                 | 1:+d-c
                    a lost node may come back            | a b c!        | 3 | abc                 |
                    fewer need to agree without it       | a b c d!      | 4 | abcd                | 1:-d
                    it goes before one that drains       | a- b c!       | 3 | abc                 | 1:-c
                    nor with two less                    | a b c d! e!   | 5 | abcde               | 1:-d
                    one too many is the lost one         | a b c!        | 2 | abc                 | 1:-c
                    a lost node that goes is not waited for | a b c!-    | 3 | abc                 | 1:-c
                    a node that nobody knows goes        | a b           | 3 | abc                 | 1:-c
                    no majority, so it cannot change     | a b! c! d     | 3 | abc                 |
                    a draining node gives away           | a- b c d      | 3 | abc bcd             | 1:+d-a
                    the emptiest takes it                | a- b c d e    | 2 | ab bc cd            | 1:+e-a
                    a draining node just goes            | a- b c        | 3 | abc                 | 1:-a
                    the only node cannot give away       | a-            | 1 | a                   |
                    too few, and a node came             | a b c         | 3 | ab                  | 1:+c
                    too few, and no other node           | a b           | 3 | ab                  |
                    too many                             | a b c d       | 2 | abc bd              | 1:-b
                    too many in one zone                 | a@x b@x c@x d@y | 2 | abcd bd           | 1:-b
                    two in a zone, another has none      | a@x b@x c@y d@x | 2 | ab bc bd          | 1:+c-b
                    two in a zone, none elsewhere        | a@x b@x c@y-  | 2 | ab                  |
                    two to one is as good as can be      | a@x b@x c@y d@y | 3 | abc acd abd bcd   |
                    a new node gets a share              | a b c d       | 3 | abc abc             | 1:+d-c
                    twice is enough                      | a b c d       | 3 | abd abc             |
                    from the fullest to the emptiest     | a b c d       | 1 | a b b b c c         | 2:+d-b
                    evenness does not cost a zone        | a@x b@y c@y   | 2 | ab ac ab ac         |
                    evenness within a zone               | a@x b@y c@y   | 2 | ab ab ac            |
                    evenness within a zone, once more    | a@x b@y c@y   | 2 | ab ab ab            | 1:+c-b
                    what is being moved has arrived      | a b c d       | 3 | abc+d-c abc         |
                    what is being moved is left alone    | a b c! d e    | 3 | abc+d-b abc         | 2:+e-c
                    """)
    void theNextMoveIs(String why, String nodes, int factor, String shards, @Nullable String move) {
        var next = Rebalancer.next(placement(nodes, factor, shards), 9, Obstacles.NONE);
        assertEquals(move, next == null ? null : text(next));
    }

    @Test
    void movesThatCannotGoOnTakeNobodysPlace() {
        var placement = placement("a b! c! d e", 3, "abc+d-b ab+d-a abd abc");
        assertNull(Rebalancer.next(placement, 0, Obstacles.NONE));
        // Shards 1, 2 and 4 have no majority.
        var next = Rebalancer.next(placement, 1, Obstacles.NONE);
        assertNotNull(next);
        assertEquals("3:+e-b", text(next));
    }

    @Test
    void movesThatAreTakenBackTakeNobodysPlace() {
        var next = Rebalancer.next(placement("a b c d! e", 3, "abc+d-a~ abd"), 1, Obstacles.NONE);
        assertNotNull(next);
        assertEquals("2:+e-d", text(next));
    }

    /** The move of shard 1 hangs. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    another move may begin               | a b c! d e    | 3 | abc+d-c abc         | 2:+e-c
                    not to where it hangs, if emptier    | a b c! d e    | 3 | abc+d-c abc abe abe | 2:+e-c
                    nor if another zone had fewer        | a@x b@x c! d@y e@x | 3 | abc+d-c abc    | 2:+e-c
                    but there where nobody else is       | a b c! d      | 3 | abc+d-c abc         | 2:+d-c
                    nor where there are too few          | a b d         | 3 | ab+d ab             | 2:+d
                    for evenness alone it does not       | a b c d       | 3 | abc+d-c abc abc abc |
                    nor for zones                        | a@x b@x c@y   | 2 | ab+c-b ab           |
                    it may lose what it has              | a b c d       | 1 | a+b-a b b b         | 2:+a-b
                    who only goes hangs nowhere          | a b c d!      | 3 | abc-c abd           | 2:+c-d
                    """)
    void besideAMoveThatHangsTheNextIs(
            String why, String nodes, int factor, String shards, @Nullable String move) {
        var placement = placement(nodes, factor, shards);
        assertNull(Rebalancer.next(placement, 1, Obstacles.NONE));
        var next = Rebalancer.next(placement, 1, ONE_HANGS);
        assertEquals(move, next == null ? null : text(next));
    }

    private static PlacementChange.@Nullable Begin afterTrying(
            Placement placement, String avoided, String tried) {
        var lately = new TreeSet<NodeId>();
        avoided.chars().forEach(letter -> lately.add(node((char) letter)));
        List<NodeId> before = tried.chars().mapToObj(letter -> node((char) letter)).toList();
        var hosts = new TreeMap<Integer, List<NodeId>>();
        hosts.put(1, before);
        return Rebalancer.next(placement, 9, new Obstacles(new TreeSet<>(), lately, hosts));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    another is taken            | a b c! d e    | abc abe abe | d | d  | 1:+e-c
                    also after a while          | a b c! d e    | abc abe abe |   | d  | 1:+e-c
                    or else the first           | a b c! d e    | abc         |   | ed | 1:+e-c
                    and the only one            | a b c! d      | abc         | d | d  | 1:+d-c
                    for other shards that holds | a b c! d e    | ab abc abe  | d | d  | 2:+e-c
                    for a while                 | a b c! d e    | ab abc abe  |   | d  | 2:+d-c
                    for evenness it is not      | a b c d       | abc abc abc | d | d  |
                    or of another shard later   | a b c d       | abc abc abc |   | d  | 2:+d-c
                    """)
    void whereAMoveWasGivenUp(
            String why,
            String nodes,
            String shards,
            @Nullable String avoided,
            String tried,
            @Nullable String move) {
        var next = afterTrying(placement(nodes, 3, shards), avoided == null ? "" : avoided, tried);
        assertEquals(move, next == null ? null : text(next));
    }

    @Test
    void besideMovesThatHangNoMoreThanEverAreUnderWay() {
        var placement = placement("a b c! d e f", 3, "abc+d-c abc+e-c abc");
        assertNull(Rebalancer.next(placement, 1, ONE_HANGS));
        var next = Rebalancer.next(placement, 2, ONE_HANGS);
        assertNotNull(next);
        assertEquals("3:+f-c", text(next));
    }

    @Test
    void aNodeThatJoinsGetsItsShareInAsFewMovesAsThatTakes() {
        var placement = Placement.found(17, 3, Worlds.hosts("", "", ""));
        for (int number = 4; number <= 5; number++) {
            var host = new PlacementChange.Host(Worlds.node(number), "h:" + number, "");
            placement = after(placement, host);
        }
        int moves = 0;
        for (var next = Rebalancer.next(placement, 1, Obstacles.NONE);
                next != null && moves < 100;
                next = Rebalancer.next(placement, 1, Obstacles.NONE)) {
            placement = after(placement, next);
            placement = after(placement, Worlds.obeyed(placement, next.shard()));
            moves++;
        }
        // 48 replicas on 5 nodes.
        assertEquals(9 + 9, moves);
        assertEquals(9, placement.on(Worlds.node(5)).size());
    }

    private static Placement after(Placement before, PlacementChange change) {
        var after = Placement.apply(before, change);
        assertNotNull(after);
        return after;
    }

    private static Placement placement(String nodes, int factor, String shards) {
        var hosts = new TreeMap<NodeId, Host>();
        for (String word : nodes.split(" ", -1)) {
            String zone = word.contains("@") ? word.replaceAll(".*@|[!-]", "") : "";
            boolean draining = word.endsWith("-");
            boolean lost = word.contains("!");
            hosts.put(node(word.charAt(0)), new Host(word + ":1", zone, draining, lost));
        }
        var assignments = new ArrayList<Assignment>();
        for (String word : shards.split(" ", -1)) {
            assignments.add(assignment(word));
        }
        return new Placement(1, factor, false, assignments, hosts);
    }

    private static Assignment assignment(String word) {
        var replicas = new ArrayList<NodeId>();
        int next = 1;
        NodeId add = null;
        NodeId remove = null;
        boolean abandoned = word.endsWith("~");
        for (int i = 0; i < word.length(); i++) {
            switch (word.charAt(i)) {
                case '+' -> add = node(word.charAt(++i)).replica(next++);
                case '-' -> {
                    NodeId node = node(word.charAt(++i));
                    remove =
                            replicas.stream()
                                    .filter(r -> r.node().equals(node))
                                    .findFirst()
                                    .orElseThrow();
                }
                case '~' -> {}
                default -> replicas.add(node(word.charAt(i)).replica(next++));
            }
        }
        Move move = add == null && remove == null ? null : new Move(add, remove, 1, abandoned);
        return new Assignment(replicas, next, 1, move);
    }

    private static String text(PlacementChange.Begin begin) {
        NodeId add = begin.add();
        NodeId remove = begin.remove();
        return begin.shard()
                + ":"
                + (add == null ? "" : "+" + letter(add))
                + (remove == null ? "" : "-" + letter(remove));
    }

    private static NodeId node(char letter) {
        return Worlds.node(letter - 'a' + 1);
    }

    private static char letter(NodeId node) {
        return (char) ('a' + node.value() - 1);
    }
}
