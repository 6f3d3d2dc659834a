package io.clew.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client that asks another node each time, reads within its session, and complains when it does
 * not see what it has written or goes back in time.
 */
final class SessionClient implements Runnable {
    private static final int KEYS = 3;
    private static final int WRITES_PERCENT = 30;

    /** What may be answered instead of what was asked for, a redirect too many among them. */
    private static final Set<Integer> REFUSALS = Set.of(307, 503, 504);

    /** In milliseconds, for a node to come to what the session has seen: one cut off cannot. */
    private static final int WAIT = 30;

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration PAUSE = Duration.ofMillis(5);

    private final List<Integer> ports;
    private final SplittableRandom random;
    private final int number;
    private final Thread thread;
    private final List<Seen> history = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    /** For each key the newest revision that was written here or seen. */
    private final TreeMap<String, Long> floors = new TreeMap<>();

    private String token = "";
    private long applied;
    private final AtomicInteger reads = new AtomicInteger();
    private volatile boolean running = true;

    /** What one answer told. */
    record Seen(int client, String key, long revision, String value) {}

    private SessionClient(List<Integer> ports, int number) {
        this.ports = ports;
        this.number = number;
        this.random = new SplittableRandom(number);
        this.thread = Thread.ofVirtual().unstarted(this);
    }

    static SessionClient start(List<Integer> ports, int number) {
        var client = new SessionClient(ports, number);
        client.thread.start();
        return client;
    }

    int reads() {
        return reads.get();
    }

    List<Seen> finish() throws InterruptedException {
        running = false;
        thread.join();
        if (!complaints.isEmpty()) {
            throw new AssertionError("client " + number + ": " + complaints);
        }
        return history;
    }

    @Override
    public void run() {
        try (HttpClient http = http()) {
            for (int n = 0; running; n++) {
                String key = "s" + random.nextInt(KEYS);
                if (random.nextInt(100) < WRITES_PERCENT) {
                    write(http, key, number + "." + n);
                } else {
                    read(http, key);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpClient http() {
        return HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(1))
                .followRedirects(Redirect.ALWAYS)
                .build();
    }

    private void write(HttpClient http, String key, String value) throws InterruptedException {
        HttpRequest.Builder request =
                request("/kv/" + key).method("PUT", BodyPublishers.ofString(value));
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                saw(key, number(answer, "Clew-Revision"), value, answer);
                return;
            }
            if (!REFUSALS.contains(answer.statusCode())) {
                complaints.add("a write is answered " + answer.statusCode());
            }
        } catch (IOException e) {
            // Its outcome is unknown, and the session has not seen it.
        }
        Thread.sleep(PAUSE);
    }

    private void read(HttpClient http, String key) throws InterruptedException {
        HttpRequest.Builder request = request("/kv/" + key + "?consistency=session&wait=" + WAIT);
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                judge(key, answer);
                reads.incrementAndGet();
                return;
            }
            if (answer.statusCode() == 404 && floors.containsKey(key)) {
                complaints.add(key + " is gone");
            } else if (!REFUSALS.contains(answer.statusCode()) && answer.statusCode() != 404) {
                complaints.add(key + " is answered " + answer.statusCode());
            }
        } catch (IOException e) {
            // That node is down.
        }
        Thread.sleep(PAUSE);
    }

    private void judge(String key, HttpResponse<String> answer) {
        long now = number(answer, "Clew-Applied");
        if (now < applied) {
            complaints.add("as of " + now + " after " + applied);
        }
        applied = Math.max(applied, now);
        saw(key, number(answer, "Clew-Revision"), answer.body(), answer);
    }

    private void saw(String key, long revision, String value, HttpResponse<String> answer) {
        Long floor = floors.put(key, revision);
        if (floor != null && revision < floor) {
            complaints.add(key + " is of " + revision + " after " + floor);
        }
        token = answer.headers().firstValue("Clew-Session").orElseThrow();
        history.add(new Seen(number, key, revision, value));
    }

    private HttpRequest.Builder request(String path) {
        int port = ports.get(random.nextInt(ports.size()));
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(PATIENCE);
        return token.isEmpty() ? request : request.header("Clew-Session", token);
    }

    private static long number(HttpResponse<String> answer, String header) {
        return answer.headers().firstValueAsLong(header).orElseThrow();
    }
}
