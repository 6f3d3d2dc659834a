package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SessionTokenTest {
    @Test
    void itCarriesOneIndexForEachShard() {
        SessionToken token =
                SessionToken.EMPTY.with(3, 70_000).with(0, 5).with(3, 69_999).with(255, 1);
        assertEquals(5, token.index(0));
        assertEquals(0, token.index(1));
        assertEquals(70_000, token.index(3));
        assertEquals(token, SessionToken.parse(token.text()));
    }

    /** What a client has kept over an upgrade must still be understood. */
    @Test
    void itsTextStaysTheSame() {
        assertEquals("AQEABQWSZx0", SessionToken.EMPTY.with(0, 5).text());
    }

    @Test
    void itIsShortEvenWhenItIsFull() {
        SessionToken full = SessionToken.EMPTY;
        for (int shard = 0; shard < SessionToken.SHARDS_MAX; shard++) {
            full = full.with(shard, Long.MAX_VALUE);
        }
        assertTrue(full.text().length() <= SessionToken.TEXT_MAX, "" + full.text().length());
        assertEquals(full, SessionToken.parse(full.text()));
    }

    @Test
    void whatWasCutOrChangedIsNoToken() {
        String text = SessionToken.EMPTY.with(0, 5).with(1, 300).text();
        assertNotNull(SessionToken.parse(text));
        for (int i = 0; i < text.length(); i++) {
            assertNull(SessionToken.parse(text.substring(0, i)), "cut at " + i);
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            String changed = text.substring(0, i) + other + text.substring(i + 1);
            SessionToken parsed = SessionToken.parse(changed);
            // The last character carries bits that mean nothing.
            assertTrue(
                    parsed == null || parsed.equals(SessionToken.parse(text)), "changed at " + i);
        }
        assertNull(SessionToken.parse(""));
        assertNull(SessionToken.parse("ä"));
        assertNull(SessionToken.parse("A".repeat(5_000)));
    }
}
