package io.clew.server;

import org.jspecify.annotations.Nullable;

/**
 * Turns SIGTERM and SIGINT into a graceful end with exit status 0.
 *
 * <p>A JVM that a signal ends has status 143 once its shutdown hooks are done; halting from within
 * the hook is the documented way to choose another. Nothing of worth can be lost by it: what is not
 * durable by then has not been acknowledged.
 */
final class Signals {
    /** Some supervisors kill after 5 s. */
    private static final long PATIENCE_MILLIS = 3_500;

    private final Thread hook = new Thread(this::end, "signal");
    private volatile @Nullable Server server;

    private Signals() {}

    /** From now on a signal ends the process with status 0; while it starts, at once. */
    static Signals caught() {
        var signals = new Signals();
        Runtime.getRuntime().addShutdownHook(signals.hook);
        return signals;
    }

    /** Has this server stopped in order from now on; null while there is none. */
    void stop(@Nullable Server running) {
        server = running;
    }

    /** Lets the process end by itself, with a status of its own; again does no harm. */
    void release() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal was faster; its status counts.
        }
    }

    private void end() {
        try {
            Server running = server;
            if (running != null) {
                var stop = new Thread(running::stop, "stop");
                stop.setDaemon(true);
                stop.start();
                stop.join(PATIENCE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            try {
                Logs.end();
            } finally {
                Runtime.getRuntime().halt(0);
            }
        }
    }
}
