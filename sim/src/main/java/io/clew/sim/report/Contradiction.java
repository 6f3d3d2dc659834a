package io.clew.sim.report;

import io.clew.linearizability.Budget;
import io.clew.linearizability.Call;
import io.clew.linearizability.Checker;
import io.clew.linearizability.History;
import io.clew.linearizability.Model;
import io.clew.linearizability.Operation;
import io.clew.linearizability.Verdict;
import io.clew.sim.report.Recording.Work;
import io.clew.sim.world.Setup;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the operations whose outcomes no order explains, where that is what was violated. */
final class Contradiction {
    private static final long STATES_MAX = 2_000_000;

    /** How the checker speaks of an operation. */
    private static final Pattern SPAN = Pattern.compile("at (\\d+)–(\\d+) \\(process \\d+\\)");

    private Contradiction() {}

    static void mark(Recorder recorder, String invariant) {
        if (invariant.equals("linearizability")) {
            mark(recorder.recording(), recorder.world().clients().history());
        }
    }

    static void mark(Recording recording, History history) {
        Verdict verdict = Checker.check(history, Model.keyValue(), Budget.states(STATES_MAX));
        if (verdict instanceof Verdict.Violation violation) {
            for (Operation operation : violation.minimal().operations()) {
                mark(recording, operation, Work.MINIMAL);
            }
            mark(recording, violation.failing(), Work.FAILING);
        }
    }

    private static void mark(Recording recording, Operation operation, int mark) {
        Call call = operation.call();
        for (Work work : recording.operations) {
            if (work.begun == operation.invoke() && work.call.equals(Words.call(call))) {
                work.mark |= mark;
            }
        }
    }

    /** A text of the checker's with seconds and clients instead of nanoseconds and processes. */
    static String told(Recording recording, String text) {
        return SPAN.matcher(text)
                .replaceAll(
                        found -> {
                            long begun = Long.parseLong(found.group(1));
                            long ended = Long.parseLong(found.group(2));
                            Work work = during(recording, begun, ended);
                            String times =
                                    String.format(
                                            Locale.ROOT,
                                            "at %.4f–%.4f s",
                                            begun / (double) Setup.SECOND,
                                            ended / (double) Setup.SECOND);
                            return Matcher.quoteReplacement(
                                    work == null ? times : times + " (client" + work.client + ")");
                        });
    }

    private static @Nullable Work during(Recording recording, long begun, long ended) {
        for (Work work : recording.operations) {
            if (work.begun == begun && work.ended == ended) {
                return work;
            }
        }
        return null;
    }
}
