package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;

/** Random histories for tests, each a function of its seed. */
final class Histories {
    /** How a random history looks. */
    record Shape(
            int processes,
            int operations,
            int keys,
            int values,
            int unknownPercent,
            boolean rich) {}

    private Histories() {}

    /** Outcomes without any regard to what a store would answer: mostly not linearizable. */
    static History arbitrary(long seed, Shape shape) {
        var random = new Random(seed);
        return interleave(
                random,
                shape,
                (call, store) -> {
                    if (call instanceof Call.Get) {
                        return Outcome.read(valueOrAbsent(random, shape));
                    }
                    return random.nextInt(10) == 0 ? Outcome.FAILED : Outcome.DONE;
                });
    }

    /** What a store answers that does each operation at one instant of its interval. */
    static History valid(long seed, Shape shape) {
        return interleave(new Random(seed), shape, Histories::apply);
    }

    /**
     * A valid history with one thing wrong: a read changed to an older value or to one from
     * nowhere, a write lost, or two events swapped.
     */
    static History mutated(long seed, Shape shape) {
        History valid = valid(seed, shape);
        var random = new Random(~seed);
        int events = valid.eventCount();
        if (events < 2) {
            return valid;
        }
        int at = random.nextInt(events - 1);
        return switch (random.nextInt(4)) {
            case 0 -> replay(valid, at, at, valueOrAbsent(random, shape));
            case 2 -> replay(valid, at, at, "from nowhere");
            case 1 -> valid.only(i -> i != valid.indexAt(at));
            default ->
                    valid.indexAt(at) == valid.indexAt(at + 1)
                                    || valid.operationAt(at).process()
                                            == valid.operationAt(at + 1).process()
                            ? valid
                            : replay(valid, at, at + 1, null);
        };
    }

    /** Swaps two events; if they are one and the same get, changes what it returns. */
    private static History replay(History valid, int a, int b, @Nullable String read) {
        var builder = new History.Builder();
        for (int i = 0; i < valid.eventCount(); i++) {
            int from = i == a ? b : i == b ? a : i;
            Operation operation = valid.operationAt(from);
            if (valid.isInvocation(from)) {
                builder.invoke(operation.process(), operation.call(), i);
            } else {
                boolean changed = a == b && valid.indexAt(from) == valid.indexAt(a);
                boolean got =
                        operation.call() instanceof Call.Get
                                && operation.outcome() instanceof Outcome.Ok;
                builder.complete(
                        operation.process(),
                        changed && got ? Outcome.read(read) : operation.outcome(),
                        i);
            }
        }
        return builder.build();
    }

    private interface Store {
        Outcome apply(Call call, Map<String, String> contents);
    }

    private static final class Client {
        int process;
        @Nullable Call open;
        @Nullable Outcome outcome;
    }

    private static History interleave(Random random, Shape shape, Store store) {
        var builder = new History.Builder();
        Map<String, String> contents = new TreeMap<>();
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < shape.processes; i++) {
            clients.add(new Client());
            clients.get(i).process = i;
        }
        List<Call> late = new ArrayList<>();
        int begun = 0;
        int time = 0;
        int freshProcess = shape.processes;
        for (int step = 0; step < 4 * shape.operations; step++) {
            Client client = clients.get(random.nextInt(shape.processes));
            time += random.nextInt(3);
            if (!late.isEmpty() && random.nextInt(4) == 0) {
                store.apply(late.removeLast(), contents);
            }
            if (client.open == null) {
                if (begun++ < shape.operations) {
                    client.open = call(random, shape);
                    builder.invoke(client.process, client.open, time);
                }
            } else if (client.outcome != null) {
                builder.complete(client.process, client.outcome, time);
                client.open = null;
                client.outcome = null;
            } else if (random.nextInt(100) >= shape.unknownPercent) {
                client.outcome = store.apply(client.open, contents);
            } else {
                if (random.nextBoolean()) {
                    late.add(client.open);
                }
                if (random.nextBoolean()) {
                    builder.complete(client.process, Outcome.UNKNOWN, time);
                } else {
                    client.process = freshProcess++;
                }
                client.open = null;
            }
        }
        return builder.build();
    }

    private static Call call(Random random, Shape shape) {
        String key = "k" + random.nextInt(shape.keys);
        String value = "v" + random.nextInt(shape.values);
        return switch (random.nextInt(shape.rich ? 12 : 8)) {
            case 0, 1, 2 -> new Call.Put(key, value);
            case 3, 4, 5 -> new Call.Get(key);
            case 6 -> new Call.Delete(key);
            case 7 -> random.nextInt(3) == 0 ? new Call.Clear() : new Call.Get(key);
            case 8, 9, 10 ->
                    new Call.Cas(key, valueOrAbsent(random, shape), valueOrAbsent(random, shape));
            default -> new Call.Append(key, value);
        };
    }

    private static @Nullable String valueOrAbsent(Random random, Shape shape) {
        int value = random.nextInt(shape.values + 1);
        return value == 0 ? null : "v" + (value - 1);
    }

    private static Outcome apply(Call call, Map<String, String> contents) {
        switch (call) {
            case Call.Put(String key, String value) -> contents.put(key, value);
            case Call.Get(String key) -> {
                return Outcome.read(contents.get(key));
            }
            case Call.Delete(String key) -> contents.remove(key);
            case Call.Append(String key, String value) ->
                    contents.merge(key, value, String::concat);
            case Call.Cas(String key, String from, String to) -> {
                if (!Objects.equals(contents.get(key), from)) {
                    return Outcome.FAILED;
                }
                if (to == null) {
                    contents.remove(key);
                } else {
                    contents.put(key, to);
                }
            }
            case Call.Clear _ -> contents.clear();
            case Call.Txn _ -> throw new AssertionError("not among the calls of these histories");
        }
        return Outcome.DONE;
    }
}
