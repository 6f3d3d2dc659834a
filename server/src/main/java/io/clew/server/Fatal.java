package io.clew.server;

import io.clew.engine.storage.CorruptionException;
import io.clew.engine.storage.DiskException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the process when going on could do harm: at once and without saying goodbye, because what
 * is not durable has not been acknowledged, and the others notice.
 */
final class Fatal {
    /** The medium failed; the operator can do something about it. */
    static final int MEDIUM = 1;

    /** The program is wrong (EX_SOFTWARE of sysexits). */
    static final int SOFTWARE = 70;

    private static final Logger LOG = LoggerFactory.getLogger("clew");

    private Fatal() {}

    static void stop(Throwable cause) {
        int status = SOFTWARE;
        try {
            switch (cause) {
                case DiskException e -> {
                    status = MEDIUM;
                    LOG.error("stops, nothing unsynced was acknowledged: {}", e.getMessage());
                }
                case CorruptionException e -> {
                    status = MEDIUM;
                    LOG.error("stops: {}", e.getMessage());
                }
                default -> LOG.error("stops: a rule of the program itself is broken", cause);
            }
        } finally {
            try {
                Logs.end();
            } finally {
                // Not exit: its hooks would try to hand over with threads that are gone.
                Runtime.getRuntime().halt(status);
            }
        }
    }
}
