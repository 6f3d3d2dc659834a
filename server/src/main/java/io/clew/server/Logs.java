package io.clew.server;

import ch.qos.logback.classic.LoggerContext;

import org.slf4j.LoggerFactory;

/**
 * The end of the log. Lines are written by a thread of their own, since whoever reads them may stop
 * doing so without going away: then lines get lost, and not the node. A process that ends waits for
 * that thread, but not for long.
 */
final class Logs {
    /** More than the appender takes to give up. */
    private static final long PATIENCE_MILLIS = 300;

    private Logs() {}

    /** Writes what waits to be written, if anybody takes it. */
    static void end() {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        // It stops the appender that writes as well, behind a line that nobody may ever take.
        var stop = new Thread(context::stop, "logs");
        stop.setDaemon(true);
        try {
            stop.start();
            stop.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError e) {
            // No thread is to be had: the process ends all the same.
        }
    }
}
