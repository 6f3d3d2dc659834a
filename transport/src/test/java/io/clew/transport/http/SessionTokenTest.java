package io.clew.transport.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SessionTokenTest {
    private static final long CLUSTER = 0x0123_4567_89ab_cdefL;
    private static final long OTHER = CLUSTER + 1;

    private static @Nullable String fault(SessionToken token, long cluster) {
        var head = new ApiAlone.Head("GET", "/kv/a", SessionToken.HEADER, token.text());
        return SessionToken.fault(head, cluster);
    }

    @Test
    void thatOfAnotherClusterIsRefused() {
        SessionToken token = SessionToken.EMPTY.with(CLUSTER, 0, 5);
        assertNull(fault(token, CLUSTER));
        assertNull(fault(token, 0), "a node in no cluster cannot tell");
        assertEquals(
                "Clew-Session is of another cluster: a session here begins without it",
                fault(token, OTHER));
        assertNull(fault(SessionToken.EMPTY.with(0, 0, 5), OTHER), "it says nothing of a cluster");
        assertNull(SessionToken.fault(new ApiAlone.Head("GET", "/kv/a", 0), OTHER));
    }

    @Test
    void itNeverMixesPlacesInTwoLogs() {
        SessionToken token = SessionToken.EMPTY.with(CLUSTER, 0, 500).with(CLUSTER, 1, 7);
        assertEquals(SessionToken.EMPTY.with(OTHER, 0, 3), token.with(OTHER, 0, 3));
        SessionToken bare = SessionToken.EMPTY.with(0, 0, 5);
        assertEquals(SessionToken.EMPTY.with(CLUSTER, 0, 5), bare.with(CLUSTER, 0, 4));
        assertEquals(token, token.with(0, 1, 6), "what is known of the cluster is kept");
    }

    @Test
    void itCarriesOneIndexForEachShard() {
        SessionToken token =
                SessionToken.EMPTY
                        .with(CLUSTER, 3, 70_000)
                        .with(CLUSTER, 0, 5)
                        .with(CLUSTER, 3, 69_999)
                        .with(CLUSTER, 255, 1);
        assertEquals(5, token.index(0));
        assertEquals(0, token.index(1));
        assertEquals(70_000, token.index(3));
        assertEquals(token, SessionToken.parse(token.text()));
    }

    /** What a client has kept over an upgrade must still be understood. */
    @Test
    void itsTextStaysTheSame() {
        assertEquals("AQEABQWSZx0", SessionToken.EMPTY.with(0, 0, 5).text());
        assertEquals("AoiIiIgBAAVGjObc", SessionToken.EMPTY.with(CLUSTER, 0, 5).text());
        assertEquals(SessionToken.EMPTY.with(0, 0, 5), SessionToken.parse("AQEABQWSZx0"));
    }

    @Test
    void itIsShortEvenWhenItIsFull() {
        SessionToken full = SessionToken.EMPTY;
        for (int shard = 0; shard < SessionToken.SHARDS_MAX; shard++) {
            full = full.with(CLUSTER, shard, Long.MAX_VALUE);
        }
        assertTrue(full.text().length() <= SessionToken.TEXT_MAX, "" + full.text().length());
        assertEquals(full, SessionToken.parse(full.text()));
    }

    @Test
    void whatWasCutOrChangedIsNoToken() {
        String text = SessionToken.EMPTY.with(CLUSTER, 0, 5).with(CLUSTER, 1, 300).text();
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
