package io.clew.server;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Several nodes on the loopback interface, each a process with a folder of its own. */
final class LocalCluster implements AutoCloseable {
    private static final Pattern LEADER = Pattern.compile("\"leader\": \"127\\.0\\.0\\.1:(\\d+)\"");
    private static final Pattern VOTER =
            Pattern.compile("\"address\": \"([^\"]+)\",\\s*\"part\": \"voter\"");
    private static final Pattern TERM = Pattern.compile("\"term\": (\\d+)");

    private final Path folder;

    /** Of all nodes that were ever started, by position. */
    private final List<Integer> ports = new ArrayList<>();

    private final List<List<String>> arguments = new ArrayList<>();

    /** By position; a node that is down stays as the process that has ended. */
    private final List<NodeProcess> nodes = new ArrayList<>();

    LocalCluster(Path folder, int n, String... more) throws IOException {
        this.folder = folder;
        for (int i = 0; i < n; i++) {
            ports.add(NodeProcess.freePort());
        }
        String peers = ports.stream().map(p -> ":" + p).collect(Collectors.joining(","));
        for (int i = 0; i < n; i++) {
            var own = new ArrayList<>(List.of("--peers=" + peers));
            own.addAll(List.of(more));
            arguments.add(own);
            nodes.add(launch(i));
        }
    }

    private NodeProcess launch(int i) throws IOException {
        var all = new ArrayList<>(List.of("--port=" + ports.get(i), "--working-dir=data"));
        all.addAll(arguments.get(i));
        return NodeProcess.run(
                Files.createDirectories(folder.resolve("node" + i)), ports.get(i), Map.of(), all);
    }

    /** Starts a further node, on its own or by arguments such as {@code --join}. */
    int add(String... more) throws IOException {
        ports.add(NodeProcess.freePort());
        arguments.add(List.of(more));
        nodes.add(launch(nodes.size()));
        return nodes.size() - 1;
    }

    /** What a node was given on its last start. */
    List<String> arguments(int i) {
        return List.copyOf(arguments.get(i));
    }

    /** What a node is given on its next start, instead of what it had. */
    void arguments(int i, String... more) {
        arguments.set(i, List.of(more));
    }

    /** The node is down, and loses its disk. */
    void wipe(int i) throws IOException {
        Path data = folder.resolve("node" + i).resolve("data");
        Files.move(data, data.resolveSibling("lost"));
    }

    String address(int i) {
        return "127.0.0.1:" + ports.get(i);
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

    /**
     * Kills the leader without warning and starts it again, so many times.
     *
     * @param goesOn waits until the load has gone on, without that node and then with it
     */
    void killLeaders(int times, Step goesOn) throws IOException, InterruptedException {
        for (int n = 0; n < times; n++) {
            int leader = awaitLeader(all());
            node(leader).kill();
            goesOn.take();
            start(leader);
            node(leader).awaitReady();
            goesOn.take();
        }
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

    /** Waits until these nodes, and no others, vote in a cluster that is at rest. */
    void awaitVoters(List<Integer> voters) throws InterruptedException {
        var expected = new TreeSet<String>();
        voters.forEach(i -> expected.add(address(i)));
        await(
                "voters " + expected,
                () -> {
                    for (int i : voters) {
                        if (!expected.equals(votersSeenBy(i))) {
                            return false;
                        }
                    }
                    return true;
                });
        awaitLeader(voters);
    }

    private Set<String> votersSeenBy(int i) throws InterruptedException {
        var voters = new TreeSet<String>();
        try {
            String members = nodes.get(i).send("GET", "/cluster/members", "").body();
            if (!members.contains("\"changing\": false")) {
                return voters;
            }
            Matcher voter = VOTER.matcher(members);
            while (voter.find()) {
                voters.add(voter.group(1));
            }
        } catch (IOException e) {
            return Set.of(); // Not there yet.
        }
        return voters;
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

    /** Part of a test that waits for what others do. */
    interface Step {
        void take() throws InterruptedException;
    }

    /** A condition that another process brings about. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    static void await(String what, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!holds(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited in vain for " + what);
            }
            Thread.sleep(20);
        }
    }

    private static boolean holds(Condition condition) throws InterruptedException {
        try {
            return condition.holds();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        nodes.forEach(NodeProcess::close);
    }
}
