package io.clew.linearizability.bench;

import io.clew.linearizability.Call;
import io.clew.linearizability.History;
import io.clew.linearizability.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Makes histories that are linearizable, because a store answers that does each operation at one
 * instant between its invocation and its completion; a function of the seed.
 */
public final class Generator {
    /**
     * How a history is to look.
     *
     * @param values how many values there are for each key; 0 means that no value comes twice
     * @param unknownPercent of all operations, of which every other one has an effect, some of them
     *     long after
     * @param clearPercent of all operations
     * @param appends whether there are appends instead of deletes
     */
    public record Shape(
            int operations,
            int keys,
            int clients,
            int values,
            int unknownPercent,
            int clearPercent,
            boolean appends) {}

    private static final class Client {
        int process;
        @Nullable Call open;
        @Nullable Outcome outcome;
    }

    private final Random random;
    private final Shape shape;
    private final History.Builder history = new History.Builder();
    private final Map<String, String> contents = new HashMap<>();
    private final List<Call> late = new ArrayList<>();
    private int begun;
    private int processes;

    private Generator(Shape shape, long seed) {
        this.random = new Random(seed);
        this.shape = shape;
    }

    public static History history(Shape shape, long seed) {
        return new Generator(shape, seed).run();
    }

    private History run() {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < shape.clients; i++) {
            clients.add(new Client());
            clients.get(i).process = processes++;
        }
        // Three steps an operation; what is still open at the end stays open.
        for (long time = 0; begun < shape.operations; time++) {
            if (!late.isEmpty() && random.nextInt(50) == 0) {
                apply(late.remove(random.nextInt(late.size())));
            }
            step(clients.get(random.nextInt(clients.size())), time);
        }
        return history.build();
    }

    private void step(Client client, long time) {
        Call open = client.open;
        Outcome outcome = client.outcome;
        if (open == null) {
            begun++;
            client.open = call();
            history.invoke(client.process, client.open, time);
        } else if (outcome == null) {
            boolean unknown = random.nextInt(100) < shape.unknownPercent;
            if (unknown && random.nextBoolean()) {
                late.add(open);
            }
            client.outcome = unknown ? Outcome.UNKNOWN : apply(open);
        } else {
            history.complete(client.process, outcome, time);
            if (outcome instanceof Outcome.Unknown) {
                // As with Jepsen, a process ends with its first unknown outcome.
                client.process = processes++;
            }
            client.open = null;
            client.outcome = null;
        }
    }

    private Call call() {
        if (random.nextInt(100) < shape.clearPercent) {
            return new Call.Clear();
        }
        String key = "k" + random.nextInt(shape.keys);
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new Call.Put(key, value());
            case 3 -> shape.appends ? new Call.Append(key, value()) : new Call.Delete(key);
            case 4, 5 -> new Call.Cas(key, expected(key), value());
            default -> new Call.Get(key);
        };
    }

    private String value() {
        return "v" + (shape.values == 0 ? begun : random.nextInt(shape.values));
    }

    /** Often the present value, so that some succeed even if no value comes twice. */
    private @Nullable String expected(String key) {
        return random.nextBoolean() ? contents.get(key) : value();
    }

    private Outcome apply(Call call) {
        switch (call) {
            case Call.Put(String key, String value) -> contents.put(key, value);
            case Call.Delete(String key) -> contents.remove(key);
            case Call.Append(String key, String value) ->
                    contents.merge(key, value, String::concat);
            case Call.Cas(String key, String from, String to) -> {
                if (to == null || !Objects.equals(contents.get(key), from)) {
                    return Outcome.FAILED;
                }
                contents.put(key, to);
            }
            case Call.Clear _ -> contents.clear();
            case Call.Get(String key) -> {
                return Outcome.read(contents.get(key));
            }
            case Call.Txn _ -> throw new IllegalArgumentException("no transactions are made");
        }
        return Outcome.DONE;
    }
}
