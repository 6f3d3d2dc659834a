package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** When a node says that its cluster has another number of shards than it was told. */
class ToldShardsTest {
    /** It was alone with the number that it was told, and has joined a cluster with another. */
    @Test
    void whoChangesToAnotherClusterHearsOfItOnce() {
        var told = new ToldShards(8);
        assertEquals(0, lines(told, 8, 8));
        assertEquals(1, lines(told, 4, 4));
    }

    @Test
    void whoWasToldNothingHearsNothing() {
        assertEquals(0, lines(new ToldShards(null), 8, 4));
    }

    private static int lines(ToldShards told, int first, int second) {
        var log = (Logger) LoggerFactory.getLogger("clew");
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try {
            told.compare(first);
            told.compare(second);
        } finally {
            log.detachAppender(lines);
        }
        return lines.list.size();
    }
}
