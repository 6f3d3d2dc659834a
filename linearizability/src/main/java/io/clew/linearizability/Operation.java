package io.clew.linearizability;

/**
 * One call of one process, from its invocation to the moment when the process stopped waiting.
 *
 * <p>{@code complete} is {@link #NEVER} for an operation that was still open when the recording
 * ended. An operation with an unknown outcome may carry the time at which its client gave up; it
 * can take effect later all the same.
 */
public record Operation(int process, Call call, Outcome outcome, long invoke, long complete) {
    /** The completion time of what never completed. */
    public static final long NEVER = Long.MAX_VALUE;

    public Operation {
        if (complete < invoke) {
            throw new IllegalArgumentException(
                    "an operation of process " + process + " completes before its invocation");
        }
        if (complete == NEVER && !(outcome instanceof Outcome.Unknown)) {
            throw new IllegalArgumentException(
                    "process " + process + " knows the outcome of what never completed");
        }
    }
}
