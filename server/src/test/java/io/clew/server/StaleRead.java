package io.clew.server;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Call;
import io.clew.linearizability.Checker;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Outcome;
import io.clew.linearizability.Verdict;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A read that was answered from a state which may have been old, and said how old at most.
 *
 * @param value null if the key was not there
 * @param invoke when it was asked, in nanoseconds
 * @param complete when it was answered
 * @param staleness in milliseconds, rounded up as nodes do; {@link #UNKNOWN} promises nothing
 */
record StaleRead(String key, @Nullable String value, long invoke, long complete, long staleness) {
    static final long UNKNOWN = -1;

    /**
     * Whether each value that was read was the current one at some moment in the time that its
     * answer leaves: such a read may have taken place as much earlier as it said, and apart from
     * that all is one linearizable history.
     *
     * @param history what else clients did, all writes included
     */
    static Verdict judge(History history, List<StaleRead> reads) {
        var all = new ArrayList<>(history.operations());
        long begin = all.stream().mapToLong(Operation::invoke).min().orElse(0);
        int process = all.stream().mapToInt(Operation::process).max().orElse(0);
        for (StaleRead read : reads) {
            all.add(read.asEarlyAsItMayBe(++process, begin));
        }
        return Checker.check(History.of(all), Model.keyValue(), Budget.states(50_000_000));
    }

    /** Counted from when it was asked: the node has looked at its clock after that. */
    private Operation asEarlyAsItMayBe(int process, long begin) {
        long from =
                staleness == UNKNOWN
                        ? Math.min(begin, invoke)
                        : invoke - TimeUnit.MILLISECONDS.toNanos(staleness);
        return new Operation(process, new Call.Get(key), Outcome.read(value), from, complete);
    }
}
