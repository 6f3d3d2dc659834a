package io.clew.server;

import io.clew.engine.bytes.Bytes;
import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Outcome;
import io.clew.transport.client.ClewClient;
import io.clew.transport.client.Result;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that share one client, read and write a few keys by it, and record how it went. */
final class ClientLoad {
    private final ClewClient client;
    private final int keys;
    private final List<Thread> threads = new ArrayList<>();
    private final ConcurrentLinkedQueue<Operation> operations = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Result> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger processes = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private volatile boolean running = true;

    private ClientLoad(ClewClient client, int keys) {
        this.client = client;
        this.keys = keys;
    }

    static ClientLoad start(ClewClient client, int threads, int keys, long seed) {
        var load = new ClientLoad(client, keys);
        var random = new SplittableRandom(seed);
        for (int i = 0; i < threads; i++) {
            SplittableRandom own = random.split();
            load.threads.add(Thread.ofVirtual().start(() -> load.run(own)));
        }
        return load;
    }

    /** Whatever did not end as it should. */
    List<Result> failures() {
        return List.copyOf(failures);
    }

    void awaitMore(int more) throws InterruptedException {
        int target = writes.get() + more;
        LocalCluster.await(more + " more writes", () -> writes.get() >= target);
    }

    /** Ends the threads and reads every key once more, so that what was lost shows. */
    History finish() throws InterruptedException {
        running = false;
        for (Thread thread : threads) {
            thread.join();
        }
        int process = processes.incrementAndGet();
        for (int k = 0; k < keys; k++) {
            process = perform(process, new Call.Get("k" + k));
        }
        return History.of(operations);
    }

    private void run(SplittableRandom random) {
        int process = processes.incrementAndGet();
        for (int n = 0; running; n++) {
            String key = "k" + random.nextInt(keys);
            String value = process + "." + n;
            process =
                    perform(
                            process,
                            switch (random.nextInt(10)) {
                                case 0 -> new Call.Delete(key);
                                case 1, 2, 3, 4 -> new Call.Get(key);
                                default -> new Call.Put(key, value);
                            });
        }
    }

    /** Says which process goes on: one whose operation stays open for ever does not. */
    private int perform(int process, Call call) {
        long invoke = System.nanoTime();
        Outcome outcome = outcome(result(call));
        boolean unknown = outcome instanceof Outcome.Unknown;
        long complete = unknown ? Operation.NEVER : System.nanoTime();
        operations.add(new Operation(process, call, outcome, invoke, complete));
        return unknown ? processes.incrementAndGet() : process;
    }

    private Result result(Call call) {
        String key = "" + call.key();
        return switch (call) {
            case Call.Put put -> client.put(key, Bytes.utf8("" + put.value())).join();
            case Call.Delete _ -> client.delete(key).join();
            default -> client.get(key).join();
        };
    }

    private Outcome outcome(Result result) {
        return switch (result) {
            case Result.Value value -> Outcome.read(value.value().utf8());
            case Result.Missing() -> Outcome.read(null);
            case Result.Done _ -> {
                writes.incrementAndGet();
                yield Outcome.DONE;
            }
            case Result.Failed failed -> {
                failures.add(failed);
                yield Outcome.FAILED;
            }
            case Result.Unknown unknown -> {
                failures.add(unknown);
                yield Outcome.UNKNOWN;
            }
        };
    }
}
