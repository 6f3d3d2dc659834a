package io.clew.server;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Several nodes on the loopback interface, each a process with a folder of its own. */
final class LocalCluster implements AutoCloseable {
    private static final Pattern LEADER = Pattern.compile("\"leader\": \"127\\.0\\.0\\.1:(\\d+)\"");
    private static final Pattern TERM = Pattern.compile("\"term\": (\\d+)");

    private final Path folder;
    private final List<Integer> ports = new ArrayList<>();

    /** By position; a node that is down stays as the process that has ended. */
    private final List<NodeProcess> nodes = new ArrayList<>();

    LocalCluster(Path folder, int n) throws IOException {
        this.folder = folder;
        for (int i = 0; i < n; i++) {
            ports.add(NodeProcess.freePort());
        }
        for (int i = 0; i < n; i++) {
            nodes.add(launch(i));
        }
    }

    private NodeProcess launch(int i) throws IOException {
        String peers = ports.stream().map(p -> ":" + p).collect(Collectors.joining(","));
        Path own = Files.createDirectories(folder.resolve("node" + i));
        return NodeProcess.run(
                own,
                ports.get(i),
                Map.of(),
                List.of("--port=" + ports.get(i), "--working-dir=data", "--peers=" + peers));
    }

    List<Integer> ports() {
        return ports;
    }

    NodeProcess node(int i) {
        return nodes.get(i);
    }

    void start(int i) throws IOException {
        nodes.set(i, launch(i));
    }

    /** What a node says of its cluster, null if it does not answer. */
    @Nullable String info(int i) throws InterruptedException {
        try {
            return nodes.get(i).send("GET", "/cluster/info", "").body();
        } catch (IOException e) {
            return null;
        }
    }

    /** The position of the leader that all these nodes agree on. */
    int awaitLeader(List<Integer> among) throws InterruptedException {
        int[] leader = {-1};
        await(
                "one leader among " + among,
                () -> {
                    leader[0] = agreedLeader(among);
                    return leader[0] >= 0;
                });
        return leader[0];
    }

    private int agreedLeader(List<Integer> among) throws InterruptedException {
        int agreed = -1;
        for (int i : among) {
            int seen = leaderSeenBy(i);
            if (seen < 0 || (agreed >= 0 && seen != agreed)) {
                return -1;
            }
            agreed = seen;
        }
        return among.contains(agreed) ? agreed : -1;
    }

    private int leaderSeenBy(int i) throws InterruptedException {
        String info = info(i);
        Matcher leader = LEADER.matcher(info == null ? "" : info);
        return leader.find() ? ports.indexOf(Integer.valueOf(leader.group(1))) : -1;
    }

    static long term(String info) {
        Matcher term = TERM.matcher(info);
        if (!term.find()) {
            throw new AssertionError("no term in " + info);
        }
        return Long.parseLong(term.group(1));
    }

    List<Integer> all() {
        var all = new ArrayList<Integer>();
        for (int i = 0; i < nodes.size(); i++) {
            all.add(i);
        }
        return all;
    }

    List<Integer> allBut(int i) {
        return all().stream().filter(Predicate.not(Predicate.isEqual(i))).toList();
    }

    /** A condition that another process brings about. */
    interface Condition {
        boolean holds() throws InterruptedException;
    }

    static void await(String what, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.holds()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what);
            }
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::close);
    }
}
