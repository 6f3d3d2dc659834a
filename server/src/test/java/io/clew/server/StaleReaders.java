package io.clew.server;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;

/**
 * Clients that ask read replicas for stale values all the time, and complain of each read that the
 * replica did not answer from what it has.
 */
final class StaleReaders {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final int keys;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Replica> replicas = new ArrayList<>();
    private final ConcurrentLinkedQueue<StaleRead> reads = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> complaints = new ConcurrentLinkedQueue<>();

    /** Those that are stopped and started again just now. */
    private final Set<Integer> restarting = ConcurrentHashMap.newKeySet();

    private volatile boolean running = true;

    /** Whom some of the readers ask. */
    private static final class Replica {
        final int port;
        final AtomicInteger answers = new AtomicInteger();
        volatile long staleness = StaleRead.UNKNOWN;

        Replica(int port) {
            this.port = port;
        }
    }

    private StaleReaders(int keys) {
        this.keys = keys;
    }

    /** Readers of the keys of a {@link RecordedLoad}, so many at each of these ports. */
    static StaleReaders start(List<Integer> ports, int each, int keys) {
        var readers = new StaleReaders(keys);
        for (int port : ports) {
            var replica = new Replica(port);
            readers.replicas.add(replica);
            for (int i = 0; i < each; i++) {
                var random = new SplittableRandom(readers.threads.size());
                readers.threads.add(Thread.ofVirtual().start(() -> readers.run(replica, random)));
            }
        }
        return readers;
    }

    /** Waits until each replica has answered so many more. */
    void awaitMore(int n) throws InterruptedException {
        for (Replica replica : replicas) {
            int enough = replica.answers.get() + n;
            LocalCluster.await("more stale reads", () -> replica.answers.get() >= enough);
        }
    }

    /** Waits until each replica follows a leader so closely. */
    void awaitFresh(long millis) throws InterruptedException {
        awaitStaleness("to be up to date", now -> now >= 0 && now <= millis);
    }

    /** Waits until each replica says that what it answers may be older than that. */
    void awaitOlder(long millis) throws InterruptedException {
        awaitStaleness("to be out of date", now -> now > millis);
    }

    private void awaitStaleness(String what, LongPredicate wanted) throws InterruptedException {
        for (Replica replica : replicas) {
            LocalCluster.await("a replica " + what, () -> wanted.test(replica.staleness));
        }
    }

    /** What the replica at this port said last. */
    long staleness(int port) {
        return replicas.stream().filter(r -> r.port == port).findFirst().orElseThrow().staleness;
    }

    /** From now on the replica at this port may be down, and need not know how old its state is. */
    void restarts(int port) {
        restarting.add(port);
    }

    /** From now on it has to answer again. */
    void restarted(int port) {
        restarting.remove(port);
    }

    /** All that was read, once all readers have ended. */
    List<StaleRead> finish() throws InterruptedException {
        running = false;
        for (Thread thread : threads) {
            thread.join();
        }
        if (!complaints.isEmpty()) {
            throw new AssertionError(complaints.size() + " complaints: " + complaints);
        }
        return List.copyOf(reads);
    }

    private void run(Replica replica, SplittableRandom random) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (running) {
                String complaint = read(http, replica, "k" + random.nextInt(keys));
                if (complaint != null) {
                    complaints.add(replica.port + ": " + complaint);
                }
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads once; what is wrong with the answer, null if nothing is. */
    private @Nullable String read(HttpClient http, Replica replica, String key)
            throws InterruptedException {
        boolean excused = restarting.contains(replica.port);
        String host = "127.0.0.1:" + replica.port;
        URI uri = URI.create("http://" + host + "/kv/" + key + "?consistency=stale");
        var request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
        long invoke = System.nanoTime();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
            long complete = System.nanoTime();
            int status = answer.statusCode();
            String from = header(answer, "Clew-Role") + " " + header(answer, "Clew-Node");
            if ((status != 200 && status != 404) || !from.equals("replica " + host)) {
                return status + " by " + from + ": " + answer.body();
            }
            String age = header(answer, "Clew-Staleness-Ms");
            long staleness = age.equals("unknown") ? StaleRead.UNKNOWN : Long.parseLong(age);
            String value = status == 200 ? answer.body() : null;
            reads.add(new StaleRead(key, value, invoke, complete, staleness));
            replica.staleness = staleness;
            replica.answers.incrementAndGet();
            return staleness == StaleRead.UNKNOWN && !excused ? "is of an unknown age" : null;
        } catch (ConnectException e) {
            return excused || restarting.contains(replica.port) ? null : "nobody is there";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
