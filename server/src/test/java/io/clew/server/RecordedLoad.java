package io.clew.server;

import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Outcome;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that read and write a few keys over HTTP and record what they were told, and when. */
final class RecordedLoad {
    /** How many there are unless somebody says otherwise. */
    static final int FEW_KEYS = 6;

    /** A client goes on after this; whether its write happened is then unknown. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final Duration RETRY = Duration.ofMillis(5);

    private final List<Integer> ports;
    private final int keys;
    private final Redirect redirects;
    private final List<Thread> clients = new ArrayList<>();
    private final ConcurrentLinkedQueue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger processes = new AtomicInteger();
    private final ClientReport report = new ClientReport();
    private volatile boolean running = true;

    private RecordedLoad(List<Integer> ports, int keys, Redirect redirects) {
        this.ports = ports;
        this.keys = keys;
        this.redirects = redirects;
    }

    static RecordedLoad start(List<Integer> ports, int clients, long seed) {
        return start(ports, clients, seed, FEW_KEYS);
    }

    static RecordedLoad start(List<Integer> ports, int clients, long seed, int keys) {
        return start(new RecordedLoad(ports, keys, Redirect.ALWAYS), clients, seed);
    }

    /** Clients that go nowhere else than where they have asked: to be sent on is unexpected. */
    static RecordedLoad startWithoutRedirects(
            List<Integer> ports, int clients, long seed, int keys) {
        return start(new RecordedLoad(ports, keys, Redirect.NEVER), clients, seed);
    }

    private static RecordedLoad start(RecordedLoad load, int clients, long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < clients; i++) {
            SplittableRandom own = random.split();
            load.clients.add(Thread.ofVirtual().start(() -> load.run(own)));
        }
        return load;
    }

    ClientReport report() {
        return report;
    }

    void awaitMore(int writes) throws InterruptedException {
        int target = report.writes() + writes;
        LocalCluster.await(writes + " more writes", () -> report.writes() >= target);
    }

    /** Ends the clients and reads every key once more, so that what was lost shows. */
    History finish() throws InterruptedException {
        running = false;
        for (Thread client : clients) {
            client.join();
        }
        var random = new SplittableRandom(keys);
        try (HttpClient http = http()) {
            for (int k = 0; k < keys; k++) {
                var call = new Call.Get("k" + k);
                LocalCluster.await(
                        "a last read of " + call.key(),
                        () -> succeeds(http, anyPort(random), call));
            }
        }
        return History.of(operations);
    }

    /**
     * The longest time that any key could not be had: from the first attempt that failed to the end
     * of the next that did not.
     */
    long longestPauseMillis(long sinceNanos) {
        var since = new TreeMap<String, Long>();
        long longest = 0;
        List<Operation> inOrder =
                operations.stream()
                        .filter(each -> each.invoke() >= sinceNanos)
                        .sorted(Comparator.comparingLong(RecordedLoad::known))
                        .toList();
        for (Operation each : inOrder) {
            String key = "" + each.call().key();
            if (each.outcome() instanceof Outcome.Ok) {
                Long first = since.remove(key);
                long from = first == null ? each.invoke() : Math.min(first, each.invoke());
                longest = Math.max(longest, each.complete() - from);
            } else {
                since.merge(key, each.invoke(), Math::min);
            }
        }
        return TimeUnit.NANOSECONDS.toMillis(longest);
    }

    private static long known(Operation each) {
        return each.outcome() instanceof Outcome.Unknown ? each.invoke() : each.complete();
    }

    private boolean succeeds(HttpClient http, int port, Call call) {
        Outcome outcome = ask(http, processes.incrementAndGet(), port, call);
        return outcome instanceof Outcome.Ok;
    }

    private HttpClient http() {
        return HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(1))
                .followRedirects(redirects)
                .build();
    }

    private void run(SplittableRandom random) {
        try (HttpClient http = http()) {
            int process = processes.incrementAndGet();
            String key = "";
            boolean again = false;
            for (int n = 0; running; n++) {
                // One that failed is tried again, so that it shows how long that lasts.
                key = again ? key : "k" + random.nextInt(keys);
                Call call =
                        switch (random.nextInt(10)) {
                            case 0 -> new Call.Delete(key);
                            case 1, 2, 3, 4 -> new Call.Get(key);
                            default -> new Call.Put(key, process + "." + n);
                        };
                Outcome outcome = ask(http, process, anyPort(random), call);
                again = outcome instanceof Outcome.Fail;
                if (again) {
                    Thread.sleep(RETRY); // Or a client without a leader would ask without end.
                }
                if (outcome instanceof Outcome.Unknown) {
                    // Its operation stays open for ever, so another process goes on.
                    process = processes.incrementAndGet();
                }
                if (outcome instanceof Outcome.Ok && !(call instanceof Call.Get)) {
                    report.acknowledged();
                }
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nodes may come and go meanwhile. */
    private int anyPort(SplittableRandom random) {
        List<Integer> now = List.copyOf(ports);
        return now.get(random.nextInt(now.size()));
    }

    private Outcome ask(HttpClient http, int process, int port, Call call) {
        long invoke = System.nanoTime();
        Outcome outcome = outcome(http, port, call);
        long complete = outcome instanceof Outcome.Unknown ? Operation.NEVER : System.nanoTime();
        operations.add(new Operation(process, call, outcome, invoke, complete));
        return outcome;
    }

    private Outcome outcome(HttpClient http, int port, Call call) {
        String path = "http://127.0.0.1:" + port + "/kv/" + call.key();
        var request = HttpRequest.newBuilder(URI.create(path)).timeout(PATIENCE);
        switch (call) {
            case Call.Put put -> request.PUT(BodyPublishers.ofString(put.value()));
            case Call.Delete _ -> request.DELETE();
            default -> request.GET();
        }
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            report.saw(kind(response));
            return outcome(call, response);
        } catch (ConnectException e) {
            report.saw(ClientReport.REFUSED_CONNECTION);
            return Outcome.FAILED; // Nothing was sent.
        } catch (IOException e) {
            report.saw("broken connection: " + e.getMessage());
            return Outcome.UNKNOWN;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String kind(HttpResponse<String> response) {
        String status = "" + response.statusCode();
        return switch (response.statusCode()) {
            case 200, 404 -> status;
            case 503 ->
                    response.headers().firstValue("Retry-After").isPresent()
                            ? status + " with Retry-After"
                            : status + " " + response.body().strip();
            default -> status + " " + response.body().strip();
        };
    }

    private static Outcome outcome(Call call, HttpResponse<String> response) {
        boolean read = call instanceof Call.Get;
        return switch (response.statusCode()) {
            case 200 -> read ? Outcome.read(response.body()) : Outcome.DONE;
            case 404 -> Outcome.read(null);
            case 307, 503 -> Outcome.FAILED;
            case 504 -> Outcome.UNKNOWN;
            default -> throw new AssertionError(call + " was answered " + response.statusCode());
        };
    }
}
