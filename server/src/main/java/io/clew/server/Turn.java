package io.clew.server;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * One turn of the loop as Java Flight Recorder sees it. To be touched only where there is a
 * recorder: loading this class makes it load all of itself, for which a start would wait 0.1 s.
 */
@Name("clew.Turn")
@Label("Turn of the loop")
@Category("Clew")
@Description("The node handles a batch of events and hands over what came of it")
@Threshold("1 ms")
@StackTrace(false)
final class Turn extends Event {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Label("Events")
    int events;

    @Label("Processor Time")
    @Description("What of the turn the thread did not wait for a processor or stand still")
    @Timespan(Timespan.NANOSECONDS)
    long ran;

    private Turn() {}

    static Turn start() {
        var turn = new Turn();
        turn.begin();
        if (turn.isEnabled()) {
            turn.ran = -THREADS.getCurrentThreadCpuTime();
        }
        return turn;
    }

    void finish(int handled) {
        events = handled;
        end();
        if (shouldCommit()) {
            ran += THREADS.getCurrentThreadCpuTime();
            commit();
        }
    }
}
