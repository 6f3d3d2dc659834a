package io.clew.engine.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.Objects.requireNonNull;

import io.clew.engine.raft.NodeId;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Groups that obey, at any pace, bring every placement to rest, and nothing is harmed meanwhile.
 */
class RebalancerProps {
    private static final int MOVES_A_REPLICA_MAX = 2;

    @Property(tries = 3000)
    void movesComeToAnEndAndThenEveryReplicaIsWhereItShouldBe(@ForAll("runs") Run run) {
        run.placement = run.apply(new PlacementChange.Pause(false));
        run.settleAll();
        run.toRest();
        assertAtRest(run.placement);
    }

    @Property(tries = 1000)
    void nodesMayComeAndGoInTheMiddleOfMoves(@ForAll("runs") Run run) {
        for (int i = 0; i < 40; i++) {
            run.disturb();
            run.beginOne();
            run.settleOne();
        }
        run.placement = run.apply(new PlacementChange.Pause(false));
        run.settleAll();
        run.toRest();
        assertAtRest(run.placement);
    }

    @Property
    void nothingBeginsWhilePausedOrBeyondTheLimit(@ForAll("runs") Run run) {
        var placement = run.placement;
        assertNull(Rebalancer.next(placement.with(true), Integer.MAX_VALUE, Obstacles.NONE));
        assertNull(Rebalancer.next(placement, 0, Obstacles.NONE));
        for (int limit = 1; limit < 4; limit++) {
            var limited = run.placement.with(false);
            for (var next = Rebalancer.next(limited, limit, Obstacles.NONE);
                    next != null;
                    next = Rebalancer.next(limited, limit, Obstacles.NONE)) {
                var before = limited;
                limited = Placement.apply(limited, next);
                assertNotNull(limited);
                assertNotSame(before, limited, "what does nothing is not asked for");
            }
            var end = limited;
            assertTrue(underWay(end) <= Math.max(underWay(placement), limit));
        }
    }

    private static long underWay(Placement placement) {
        return Worlds.moving(placement).stream()
                .filter(shard -> canChange(placement, shard))
                .filter(shard -> !requireNonNull(placement.assignment(shard).move()).abandoned())
                .count();
    }

    @Property
    void theSamePlacementHasTheSameNextMove(@ForAll("runs") Run run) {
        var copy = PlacementCodec.decodePlacement(PlacementCodec.encode(run.placement));
        assertEquals(
                Rebalancer.next(run.placement, 9, Obstacles.NONE),
                Rebalancer.next(copy, 9, Obstacles.NONE));
    }

    @Property
    void aFirstPlacementIsAtRestAndLedEvenlyByNumberOne(@ForAll long seed) {
        var random = new Random(seed);
        int zones = 1 + random.nextInt(4);
        var names = new ArrayList<String>();
        for (int hosts = 1 + random.nextInt(12); hosts > 0; hosts--) {
            names.add("z" + random.nextInt(zones));
        }
        var hosts = Worlds.hosts(names.toArray(String[]::new));
        int factor = 1 + random.nextInt(4);
        var founded = Placement.found(1 + random.nextInt(100), factor, hosts);
        assertAtRest(founded);
        assertNull(Rebalancer.next(founded, 1, Obstacles.NONE));
        var led = new TreeMap<NodeId, Integer>();
        hosts.keySet().forEach(node -> led.put(node, 0));
        for (NodeId leader : Leaders.all(founded)) {
            if (leader != null) {
                assertEquals(1, leader.replica());
                led.merge(leader.node(), 1, Integer::sum);
            }
        }
        assertTrue(spread(led.values().stream().toList()) <= 1, led::toString);
    }

    /** A placement that is changed step by step. */
    static final class Run {
        private final Random random;
        private final String start;
        private final int movesMax;
        private Placement placement;
        private int newcomers = 100;
        private int takenBack;

        Run(Random random) {
            this.random = random;
            placement = Worlds.any(random);
            start = placement.toString();
            movesMax = 1 + random.nextInt(4);
        }

        Placement apply(PlacementChange change) {
            var after = Placement.apply(placement, change);
            assertNotNull(after);
            return after;
        }

        boolean beginOne() {
            var begin = Rebalancer.next(placement, movesMax, Obstacles.NONE);
            if (begin == null) {
                return false;
            }
            var after = apply(begin);
            assertNotEquals(placement, after, begin.toString());
            long usableBefore = usable(placement.assignment(begin.shard()).replicas());
            long usableAfter = usable(after.assignment(begin.shard()).target());
            assertTrue(usableAfter >= Math.min(usableBefore, placement.floor()), begin::toString);
            placement = after;
            return true;
        }

        private long usable(List<NodeId> replicas) {
            return replicas.stream().filter(placement::usable).count();
        }

        /** Any group reports that it did as it was asked, or that it took the move back. */
        void settleOne() {
            var moving = Worlds.moving(placement).stream().filter(this::canChange).toList();
            if (moving.isEmpty()) {
                return;
            }
            int shard = moving.get(random.nextInt(moving.size()));
            var before = placement.assignment(shard);
            if (random.nextInt(10) > 0) {
                placement = apply(Worlds.obeyed(placement, shard));
            } else {
                long later = before.configuration() + 2;
                placement = apply(new PlacementChange.Settled(shard, later, before.replicas()));
                takenBack++;
            }
        }

        void settleAll() {
            while (Worlds.moving(placement).stream().anyMatch(this::canChange)) {
                settleOne();
            }
        }

        /** Until nothing begins any more; each replica is moved only about as often as it must. */
        void toRest() {
            int replicas =
                    placement.assignments().stream()
                            .mapToInt(a -> Math.max(a.replicas().size(), placement.factor()))
                            .sum();
            int begun = 0;
            takenBack = 0;
            do {
                while (beginOne()) {
                    begun++;
                }
                int most = begun - takenBack;
                assertTrue(most <= MOVES_A_REPLICA_MAX * replicas, () -> most + " of " + start);
                settleOne();
            } while (Worlds.moving(placement).stream().anyMatch(this::canChange)
                    || Rebalancer.next(placement, movesMax, Obstacles.NONE) != null);
        }

        /** Something happens to a node. */
        void disturb() {
            var nodes = new ArrayList<>(placement.hosts().keySet());
            if (nodes.isEmpty() || random.nextInt(8) == 0) {
                int number = newcomers++;
                var host = new PlacementChange.Host(Worlds.node(number), "n:" + number, "z1");
                placement = apply(host);
                return;
            }
            NodeId node = nodes.get(random.nextInt(nodes.size()));
            placement =
                    apply(
                            switch (random.nextInt(8)) {
                                case 0 -> new PlacementChange.Drain(node, true);
                                case 1, 2 -> new PlacementChange.Drain(node, false);
                                case 3 -> new PlacementChange.Lost(node, true);
                                case 4, 5 -> new PlacementChange.Lost(node, false);
                                case 6 -> new PlacementChange.Forget(node);
                                default -> new PlacementChange.Pause(random.nextBoolean());
                            });
        }

        private boolean canChange(int shard) {
            return RebalancerProps.canChange(placement, shard);
        }

        @Override
        public String toString() {
            return start;
        }
    }

    @Provide
    Arbitrary<Run> runs() {
        return Arbitraries.randomValue(Run::new);
    }

    private static boolean canChange(Placement placement, int shard) {
        var replicas = placement.assignment(shard).replicas();
        long living =
                replicas.stream()
                        .map(replica -> placement.hosts().get(replica.node()))
                        .filter(host -> host != null && !host.lost())
                        .count();
        return living * 2 > replicas.size();
    }

    private static void assertAtRest(Placement placement) {
        long usable = placement.hosts().values().stream().filter(Placement.Host::usable).count();
        if (usable == 0) {
            return;
        }
        boolean allCanChange = true;
        for (int shard = 1; shard < placement.shards(); shard++) {
            if (canChange(placement, shard)) {
                var replicas = placement.assignment(shard).replicas();
                var good = replicas.stream().filter(placement::usable).toList();
                assertEquals(Math.min(placement.factor(), usable), good.size());
                assertTrue(
                        replicas.equals(good) || onlyOneMayComeBack(placement, replicas),
                        replicas::toString);
                assertZones(placement, replicas);
            } else {
                allCanChange = false;
            }
        }
        if (allCanChange) {
            loadsByZone(placement).values().forEach(loads -> assertTrue(spread(loads) <= 1));
        }
        if (allCanChange && zonesAllow(placement)) {
            var loads = loadsByZone(placement).values().stream().flatMap(List::stream).toList();
            assertTrue(spread(loads) <= 1, placement::toString);
        }
    }

    /** One that is lost, and without which as many would have to agree. */
    private static boolean onlyOneMayComeBack(Placement placement, List<NodeId> replicas) {
        var bad = replicas.stream().filter(replica -> !placement.usable(replica)).toList();
        Placement.Host host = placement.hosts().get(bad.getFirst().node());
        return bad.size() == 1 // A second one would leave, and with it this one.
                && host != null
                && !host.draining()
                && replicas.size() % 2 == 1
                && replicas.size() <= placement.factor();
    }

    /** No zone has two more than another that still has room. */
    private static void assertZones(Placement placement, List<NodeId> replicas) {
        var counts = new TreeMap<String, Integer>();
        var room = new TreeMap<String, Boolean>();
        placement
                .hosts()
                .forEach(
                        (node, host) -> {
                            boolean holds = replicas.stream().anyMatch(r -> r.node().equals(node));
                            if (host.usable()) {
                                counts.merge(host.zone(), holds ? 1 : 0, Integer::sum);
                                room.merge(host.zone(), !holds, Boolean::logicalOr);
                            }
                        });
        int most = counts.values().stream().max(Integer::compare).orElseThrow();
        room.forEach(
                (zone, free) -> {
                    Integer there = counts.get(zone);
                    assertTrue(!free || there == null || there + 1 >= most, replicas::toString);
                });
    }

    /** Zones of one size leave room for all replicas to be even. */
    private static boolean zonesAllow(Placement placement) {
        return loadsByZone(placement).values().stream().map(List::size).distinct().count() == 1;
    }

    private static SortedMap<String, List<Integer>> loadsByZone(Placement placement) {
        var loads = new TreeMap<String, List<Integer>>();
        placement
                .hosts()
                .forEach(
                        (node, host) -> {
                            if (host.usable()) {
                                loads.computeIfAbsent(host.zone(), z -> new ArrayList<>())
                                        .add(placement.on(node).size());
                            }
                        });
        return loads;
    }

    private static int spread(List<Integer> counts) {
        int most = counts.stream().max(Integer::compare).orElse(0);
        return most - counts.stream().min(Integer::compare).orElse(0);
    }
}
