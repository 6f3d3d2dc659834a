package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine.TypeConversionException;

class MemorySizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1000, 1000",
        "3k, 3072",
        "512m, 536870912",
        "2G, 2147483648",
        "999999999g, 1073741822926258176"
    })
    void isBytesOrAPowerOfThem(String text, long bytes) {
        assertEquals(bytes, new MemorySize().convert(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1", "1.5g", "1 g", "1gb", "1t", "1000000000"})
    void whatElseIsTypedIsRefused(String text) {
        var refused =
                assertThrows(TypeConversionException.class, () -> new MemorySize().convert(text));
        assertEquals("expected a size like 512m, but found " + text, refused.getMessage());
    }

    @Test
    void isSharedByChecksThatRunAtTheSameTime() {
        assertEquals(new Budget(5, null, 250), new Budget(5, null, 1000).sharedBy(4));
        assertEquals(1, new Budget(5, null, 3).sharedBy(4).bytes());
        assertEquals(Budget.ALL_MEMORY, Budget.states(5).sharedBy(4).bytes());
    }

    @Test
    void ofOneThreadIsHalfOfThatOfTwo() {
        History history = Histories.valid(3, new Histories.Shape(6, 1500, 2, 3, 1, false));
        long bytes = 1024;
        while (decision(history, bytes, 1) == Decision.UNKNOWN) {
            bytes *= 2;
        }
        assertTrue(bytes > 1024, "the search takes some memory");
        assertEquals(Decision.LINEARIZABLE, decision(history, bytes, 1));
        assertEquals(Decision.UNKNOWN, decision(history, bytes, 2));
        assertEquals(Decision.LINEARIZABLE, decision(history, 2 * bytes, 2));
    }

    private static Decision decision(History history, long bytes, int threads) {
        var budget = new Budget(1_000_000, null, bytes);
        return ParallelChecker.decide(history, Model.keyValue(), budget, threads);
    }

    @Test
    void allowsAsManyBytesAndNoMore() {
        var allowance = new Allowance(new Budget(5, null, 4096));
        assertTrue(allowance.covers(1, 4096));
        assertFalse(allowance.covers(1, 4097));
        assertEquals("the 4 KB of memory allowed for a search ran out", allowance.whatRanOut());
        assertFalse(allowance.covers(5, 1));
        assertEquals("the 5 states allowed for a key ran out", allowance.whatRanOut());
    }
}
