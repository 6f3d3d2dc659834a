package io.clew.server;

/** Turns SIGTERM and SIGINT into a graceful end with exit status 0. */
final class Signals {
    /** Some supervisors kill after 5 s. */
    private static final long PATIENCE_MILLIS = 3_800;

    private Signals() {}

    /**
     * A JVM that a signal ends has status 143 once its shutdown hooks are done; halting from within
     * the hook is the documented way to choose another. Nothing of worth can be lost by it: what is
     * not durable by then has not been acknowledged.
     */
    static void stopGracefully(Server server) {
        var hook =
                new Thread(
                        () -> {
                            var stop = new Thread(server::stop, "stop");
                            stop.setDaemon(true);
                            stop.start();
                            try {
                                stop.join(PATIENCE_MILLIS);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                Runtime.getRuntime().halt(0);
                            }
                        },
                        "signal");
        Runtime.getRuntime().addShutdownHook(hook);
    }
}
