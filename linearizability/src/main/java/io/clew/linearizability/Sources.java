package io.clew.linearizability;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which writes may be the source of what a read saw, in a history of one key, or of the registers
 * that transactions tie to one another.
 *
 * <p>A part of a history is <em>fair</em> if, for each operation in it that looks, it has every
 * write that may have made the value it saw, save those that another write of the part replaced
 * before the look began. If a fair part has no linearization, neither has the whole: take one of
 * the whole, and leave out what is not in the part. The writes that made the value of a look are
 * all in the part, for those that are not were replaced before; and what was between them and the
 * look made no difference to the value. So a fair part that fails shows a real reason, whereas
 * without this any read fails, as soon as the write is left out that it saw. A compare-and-set may
 * also stay as a mere write. With several registers the same holds for each: what a transaction
 * sees in one was made by writes of this one.
 */
final class Sources {
    /** That an operation found this value in a register; for a key's calls, its only one. */
    record Look(String register, @Nullable String value) {}

    /** The register of calls that are about one key. */
    private static final String ONLY = "";

    private static final int NEVER = Integer.MAX_VALUE;

    /** So many comparisons take a fraction of a second. */
    private static final long EFFORT_MAX = 300_000_000;

    /** To find out about two operations takes longer than to go through what was found. */
    private static final int EFFORT_OF_A_PAIR = 16;

    private final History history;
    private final Operation[] operations;
    private long effort;
    private final int size;
    private final boolean grows;
    private final int[] begin;
    private final int[] end;
    private final Map<Integer, List<Look>> looksOf = new HashMap<>();
    private final Map<Integer, Map<Look, int[]>> sourcesOf = new HashMap<>();

    Sources(History history) {
        this.history = history;
        this.size = history.operations().size();
        this.operations = history.operations().toArray(Operation[]::new);
        this.grows = Arrays.stream(operations).anyMatch(each -> each.call() instanceof Call.Append);
        begin = new int[size];
        end = new int[size];
        Arrays.fill(end, NEVER);
        for (int i = 0; i < history.eventCount(); i++) {
            int index = history.indexAt(i);
            if (history.isInvocation(i)) {
                begin[index] = i;
            } else if (!(operation(index).outcome() instanceof Outcome.Unknown)) {
                end[index] = i;
            }
        }
    }

    private Operation operation(int i) {
        return operations[i];
    }

    /**
     * Whether as much was compared as a reason is worth, so that nothing is found fair any more.
     */
    boolean isExhausted() {
        return effort > EFFORT_MAX;
    }

    /**
     * The event at which the operation ends, or the greatest number if it never does, because its
     * client gave up and it may still take effect.
     */
    int end(int i) {
        return end[i];
    }

    boolean returns(int i) {
        return end[i] != NEVER;
    }

    int begin(int i) {
        return begin[i];
    }

    /** Whether the first operation was over when the second began. */
    boolean isBefore(int first, int second) {
        return end[first] < begin[second];
    }

    boolean looks(int i) {
        return !looksOf(i).isEmpty();
    }

    /** What the operation found, by its registers. */
    List<Look> looksOf(int i) {
        return looksOf.computeIfAbsent(i, _ -> found(operation(i)));
    }

    private static List<Look> found(Operation operation) {
        boolean ok = operation.outcome() instanceof Outcome.Ok;
        return switch (operation.call()) {
            case Call.Get _ ->
                    operation.outcome() instanceof Outcome.Ok(String value)
                            ? List.of(new Look(ONLY, value))
                            : List.of();
            case Call.Cas cas -> List.of(new Look(ONLY, cas.from()));
            case Call.Txn txn -> {
                Transactions.Effect effect = Transactions.Effect.of(txn, ok);
                yield effect == null
                        ? List.of()
                        : effect.needs().entrySet().stream()
                                .map(need -> new Look(need.getKey(), need.getValue()))
                                .toList();
            }
            case Call.Put _, Call.Delete _, Call.Append _, Call.Clear _ -> List.of();
        };
    }

    /**
     * Whether the write may have made the value that the looking operation found, or a part of it;
     * what a failed compare-and-set found may come from any write.
     */
    private boolean isSource(int write, int look, Look found) {
        if (failed(write)) {
            return false;
        }
        if (failed(look)) {
            return begin[write] < end[look] && !(operation(write).call() instanceof Call.Get);
        }
        return write != look
                && begin[write] < end[look]
                && switch (operation(write).call()) {
                    case Call.Get _ -> false;
                    case Call.Put put -> isPart(put.value(), found.value);
                    case Call.Append append -> isPart(append.value(), found.value);
                    case Call.Cas cas -> isPart(cas.to(), found.value);
                    case Call.Delete _, Call.Clear _ -> isPart(null, found.value);
                    case Call.Txn txn -> leaves(txn, found);
                };
    }

    private static boolean leaves(Call.Txn txn, Look found) {
        Map<String, @Nullable String> written = written(txn);
        return written.containsKey(found.register)
                && Objects.equals(written.get(found.register), found.value);
    }

    private static Map<String, @Nullable String> written(Call.Txn txn) {
        Map<String, @Nullable String> written = new TreeMap<>();
        for (Call.Access each : txn.accesses()) {
            if (each.writes()) {
                written.put(each.register(), each.value());
            }
        }
        return written;
    }

    boolean failed(int i) {
        return operation(i).outcome() instanceof Outcome.Fail;
    }

    private boolean isPart(@Nullable String written, @Nullable String seen) {
        // What follows a delete may be an append, so with appends it is part of everything.
        if (!grows) {
            return Objects.equals(written, seen);
        }
        return written == null || (seen != null && seen.contains(written));
    }

    /** Whether the operation replaces the value, whatever it was, and is known to have done so. */
    boolean replaces(int i, Look found) {
        return operation(i).outcome() instanceof Outcome.Ok
                && switch (operation(i).call()) {
                    case Call.Put _, Call.Delete _, Call.Clear _, Call.Cas _ -> true;
                    case Call.Get _, Call.Append _ -> false;
                    case Call.Txn txn -> written(txn).containsKey(found.register);
                };
    }

    /** Whether it leaves nothing behind. */
    boolean deletes(int i) {
        return switch (operation(i).call()) {
            case Call.Delete _, Call.Clear _ -> true;
            case Call.Cas cas -> cas.to() == null;
            case Call.Put _, Call.Get _, Call.Append _, Call.Txn _ -> false;
        };
    }

    /** The sources of what an operation found, in the order of their invocations. */
    int[] of(int look, Look found) {
        return sourcesOf
                .computeIfAbsent(look, _ -> new HashMap<>())
                .computeIfAbsent(
                        found,
                        _ -> {
                            effort += (long) EFFORT_OF_A_PAIR * size;
                            return IntStream.range(0, size)
                                    .filter(i -> isSource(i, look, found))
                                    .toArray();
                        });
    }

    /**
     * Makes the part fair: what looks and lacks a source loses its look, and stays for what it
     * writes only; what writes nothing is removed from the part.
     *
     * @return the operations of the part that lost their look; of no use once {@link #isExhausted}
     */
    BitSet makeFair(BitSet part) {
        var blinded = new BitSet();
        boolean changed = true;
        while (changed && !isExhausted()) {
            changed = false;
            for (int look = part.nextSetBit(0);
                    look >= 0 && !isExhausted();
                    look = part.nextSetBit(look + 1)) {
                if (!blinded.get(look) && lacksSource(look, part)) {
                    (blinded(operation(look)) == null ? part : blinded).flip(look);
                    changed = true;
                }
            }
        }
        return blinded;
    }

    /**
     * The part as a history. Where an operation only writes, an order has less to explain than
     * where it looks as well, so what fails without the looks fails with them.
     */
    History history(BitSet part, BitSet blinded) {
        if (blinded.isEmpty()) {
            return history.only(part::get);
        }
        var built = new History.Builder();
        for (int i = 0; i < history.eventCount(); i++) {
            int index = history.indexAt(i);
            if (part.get(index)) {
                Operation whole = operation(index);
                Call call = blinded.get(index) ? blinded(whole) : whole.call();
                if (history.isInvocation(i)) {
                    built.invoke(index, Objects.requireNonNull(call), whole.invoke());
                } else {
                    built.complete(index, whole.outcome(), whole.complete());
                }
            }
        }
        return built.build();
    }

    /** What an operation that succeeded wrote, without what it found; null if it wrote nothing. */
    private static @Nullable Call blinded(Operation operation) {
        if (!(operation.outcome() instanceof Outcome.Ok)) {
            return null;
        }
        return switch (operation.call()) {
            case Call.Cas(String key, _, String to) ->
                    to == null ? new Call.Delete(key) : new Call.Put(key, to);
            case Call.Txn(String key, List<Call.Access> accesses) -> {
                var writes = accesses.stream().filter(Call.Access::writes).toList();
                yield writes.isEmpty() ? null : new Call.Txn(key, writes);
            }
            case Call.Get _, Call.Put _, Call.Delete _, Call.Append _, Call.Clear _ -> null;
        };
    }

    private boolean lacksSource(int look, BitSet part) {
        for (Look found : looksOf(look)) {
            int lastMissing = -1;
            int[] writes = of(look, found);
            effort += writes.length;
            for (int write : writes) {
                lastMissing = part.get(write) ? lastMissing : Math.max(lastMissing, end[write]);
            }
            if (lastMissing >= 0 && !isReplaced(lastMissing, look, found, part)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an operation of the part began after that event and replaced it before the look. */
    private boolean isReplaced(int event, int look, Look found, BitSet part) {
        if (event >= begin[look]) {
            return false;
        }
        // Operations stand in the order of their beginnings.
        int after = ~Arrays.binarySearch(begin, event);
        for (int i = part.nextSetBit(after); i >= 0 && i < look; i = part.nextSetBit(i + 1)) {
            if (isBefore(i, look) && replaces(i, found)) {
                return true;
            }
        }
        return false;
    }
}
