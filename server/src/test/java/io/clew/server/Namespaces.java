package io.clew.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hosts of our own in network namespaces, on two switches that a cable joins: pulling it drops the
 * packets between the two groups without a word to either side, as a broken network does.
 */
final class Namespaces implements AutoCloseable {
    private static final String CABLE = "cable0";

    private final String prefix = "clew" + ProcessHandle.current().pid();
    private final String hub = prefix + "hub";
    private final List<String> made = new ArrayList<>();

    /**
     * @param onFirst hosts on the first switch, the rest is on the second
     */
    Namespaces(int hosts, int onFirst) throws IOException, InterruptedException {
        try {
            add(hub);
            for (String bridge : List.of("first", "second")) {
                run("ip", "-n", hub, "link", "add", bridge, "type", "bridge");
                run("ip", "-n", hub, "link", "set", bridge, "up");
            }
            run("ip", "-n", hub, "link", "add", CABLE, "type", "veth", "peer", "name", "cable1");
            plug(CABLE, "first");
            plug("cable1", "second");
            for (int i = 0; i < hosts; i++) {
                addHost(i, i < onFirst ? "first" : "second");
            }
        } catch (IOException | InterruptedException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Why such hosts cannot be had here, empty if they can. */
    static String missing() throws IOException, InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "network namespaces need root";
        }
        for (String program : List.of("ip", "curl")) {
            if (!onPath(program)) {
                return program + " is not installed";
            }
        }
        String probe = "clewprobe" + ProcessHandle.current().pid();
        int status = new ProcessBuilder("ip", "netns", "add", probe).start().waitFor();
        if (status == 0) {
            run("ip", "netns", "del", probe);
        }
        return status == 0 ? "" : "this system allows no network namespaces";
    }

    static boolean onPath(String program) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private void add(String name) throws IOException, InterruptedException {
        run("ip", "netns", "add", name);
        made.add(name);
    }

    private void plug(String link, String bridge) throws IOException, InterruptedException {
        run("ip", "-n", hub, "link", "set", link, "master", bridge, "up");
    }

    private void addHost(int i, String bridge) throws IOException, InterruptedException {
        String name = name(i);
        add(name);
        String port = "port" + i;
        run(
                "ip", "-n", hub, "link", "add", port, "type", "veth", "peer", "name", "eth0",
                "netns", name);
        plug(port, bridge);
        run("ip", "-n", name, "addr", "add", address(i) + "/24", "dev", "eth0");
        run("ip", "-n", name, "link", "set", "eth0", "up");
        run("ip", "-n", name, "link", "set", "lo", "up");
    }

    private String name(int i) {
        return prefix + "n" + i;
    }

    static String address(int i) {
        return "10.88.0." + (i + 1);
    }

    /** What a command must begin with to run on a host. */
    List<String> on(int i) {
        return List.of("ip", "netns", "exec", name(i));
    }

    void pullCable() throws IOException, InterruptedException {
        run("ip", "-n", hub, "link", "set", CABLE, "down");
    }

    void plugCable() throws IOException, InterruptedException {
        run("ip", "-n", hub, "link", "set", CABLE, "up");
    }

    /** What a host's own node answers, empty if it does not. */
    String get(int i, String path) throws IOException, InterruptedException {
        var command = new ArrayList<>(on(i));
        command.addAll(List.of("curl", "-s", "-m", "1", "http://" + address(i) + ":8080" + path));
        Process curl = new ProcessBuilder(command).start();
        String answer = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        curl.waitFor();
        return answer;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(String.join(" ", command) + ": " + said);
        }
    }

    @Override
    public void close() throws IOException {
        for (String name : made) {
            Process deleting = new ProcessBuilder("ip", "netns", "del", name).start();
            deleting.onExit().join();
        }
    }
}
