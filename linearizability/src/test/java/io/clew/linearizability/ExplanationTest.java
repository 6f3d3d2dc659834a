package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is said of violations, word by word. */
class ExplanationTest {
    private final History.Builder history = new History.Builder();
    private int time;

    private void happens(Call call, Outcome outcome) {
        int begin = time++;
        history.invoke(0, call, begin).complete(0, outcome, time++);
    }

    private void get(@Nullable String value) {
        happens(new Call.Get("k"), Outcome.read(value));
    }

    private Verdict.Violation violation() {
        return violation(1_000);
    }

    private Verdict.Violation violation(long states) {
        return assertInstanceOf(
                Verdict.Violation.class,
                Checker.check(history.build(), Model.keyValue(), Budget.states(states)));
    }

    @Test
    void aWriteOfUnknownOutcomeMayComeAfterItsClientGaveUp() {
        happens(new Call.Clear(), Outcome.UNKNOWN);
        happens(new Call.Put("k", "1"), Outcome.DONE);
        get(null);
        happens(new Call.Put("k", "1"), Outcome.DONE);
        get(null);
        // It explains one of the two gets, whichever, so all of this is the reason.
        assertEquals(history.build(), violation().minimal());
        assertEquals(
                "get k returned nothing at 8–9 (process 0), but no order of the 5 operations on k"
                        + " that lead to it explains all their outcomes",
                violation().explanation());
    }

    @Test
    void aCompareAndSetReplacesWhatItFound() {
        happens(new Call.Put("k", "1"), Outcome.DONE);
        happens(new Call.Cas("k", "1", "2"), Outcome.DONE);
        get("1");
        assertEquals(
                "get k returned \"1\" at 4–5 (process 0), but before that compare-and-set k from"
                        + " \"1\" to \"2\" succeeded at 2–3 (process 0), after put k \"1\" succeeded"
                        + " at 0–1 (process 0), the last that can have led to \"1\"",
                violation().explanation());
    }

    @Test
    void aDeleteIsNoOriginOfAValue() {
        happens(new Call.Delete("k"), Outcome.UNKNOWN);
        happens(new Call.Append("j", "x"), Outcome.DONE);
        happens(new Call.Append("k", "x"), Outcome.UNKNOWN);
        get("a");
        assertEquals(
                "get k returned \"a\" at 6–7 (process 0), but nothing that had begun by then wrote"
                        + " that value",
                violation().explanation());
    }

    @Test
    void aReasonThatIsTooLongToBeShortenedIsGivenAsItIs() {
        happens(Mutex.acquire("k"), Outcome.DONE);
        for (int i = 0; i < 6_000; i++) {
            int owner = i % 2;
            history.invoke(1 - owner, Mutex.acquire("k"), time++);
            history.invoke(owner, Mutex.release("k"), time++);
            history.complete(1 - owner, Outcome.DONE, time++);
            history.complete(owner, Outcome.DONE, time++);
        }
        happens(Mutex.acquire("k"), Outcome.DONE);
        Verdict.Violation violation = violation(1_000_000);
        assertEquals(violation.prefix(), violation.minimal());
        assertEquals(
                "acquire k succeeded at 24002–24003 (process 0), the acquisition number 6002 of the"
                        + " lock, of which 6001 at most were possible by then",
                violation.explanation());
    }
}
