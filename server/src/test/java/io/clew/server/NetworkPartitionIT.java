package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A cluster on hosts of our own whose network drops packets. */
class NetworkPartitionIT {
    private static final int NODES = 5;
    private static final int MAJORITY = 3;

    /** Longer than the connections live without an answer, and than TCP waits to send again. */
    private static final Duration CUT = Duration.ofSeconds(7);

    private static final Pattern LEADER = Pattern.compile("\"leader\": \"([^\"]+)\"");

    @TempDir Path folder;

    @Test
    void twoOfFiveThatWereCutOffComeBackWithoutDisturbingAnybody() throws Exception {
        String missing = Namespaces.missing();
        assumeTrue(missing.isEmpty(), missing);
        var nodes = new ArrayList<NodeProcess>();
        try (var hosts = new Namespaces(NODES, MAJORITY)) {
            for (int i = 0; i < NODES; i++) {
                nodes.add(start(hosts, i));
            }
            List<Integer> majority = List.of(0, 1, 2);
            awaitLeader(hosts, List.of(0, 1, 2, 3, 4));
            hosts.pullCable();
            awaitLeader(hosts, majority);
            long term = LocalCluster.term(hosts.get(0, "/cluster/info"));
            Thread.sleep(CUT);
            for (int i = MAJORITY; i < NODES; i++) {
                String info = hosts.get(i, "/cluster/info");
                assertTrue(info.contains("\"leader\": null"), info);
                assertTrue(LocalCluster.term(info) <= term, "cut off, its term grew: " + info);
                assertFalse(hosts.get(i, "/kv/a").contains("key not found"), "served cut off");
            }
            hosts.plugCable();
            awaitLeader(hosts, List.of(0, 1, 2, 3, 4));
            long healed = LocalCluster.term(hosts.get(4, "/cluster/info"));
            assertTrue(healed <= term + 1, "term " + term + " became " + healed);
        } finally {
            nodes.forEach(NodeProcess::close);
        }
    }

    private NodeProcess start(Namespaces hosts, int i) throws IOException {
        String peers =
                IntStream.range(0, NODES)
                        .mapToObj(n -> Namespaces.address(n) + ":8080")
                        .collect(Collectors.joining(","));
        Path own = Files.createDirectories(folder.resolve("node" + i));
        var arguments =
                List.of(
                        "--addr=" + Namespaces.address(i) + ":8080",
                        "--port=8080",
                        "--working-dir=data",
                        "--peers=" + peers);
        return NodeProcess.under(hosts.on(i), own, 8080, Map.of(), arguments);
    }

    private static void awaitLeader(Namespaces hosts, List<Integer> among)
            throws InterruptedException {
        LocalCluster.await(
                "one leader among " + among,
                () -> {
                    String agreed = null;
                    for (int i : among) {
                        String seen = leaderSeenBy(hosts, i);
                        if (seen.isEmpty() || (agreed != null && !agreed.equals(seen))) {
                            return false;
                        }
                        agreed = seen;
                    }
                    return true;
                });
    }

    private static String leaderSeenBy(Namespaces hosts, int i) throws InterruptedException {
        try {
            Matcher leader = LEADER.matcher(hosts.get(i, "/cluster/info"));
            return leader.find() ? leader.group(1) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
