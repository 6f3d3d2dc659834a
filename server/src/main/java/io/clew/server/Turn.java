package io.clew.server;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/**
 * One turn of the loop as Java Flight Recorder sees it; costs next to nothing unless it records.
 */
@Name("clew.Turn")
@Label("Turn of the loop")
@Category("Clew")
@Description("The node handles a batch of events and hands over what came of it")
@Threshold("1 ms")
@StackTrace(false)
final class Turn extends Event {
    @Label("Events")
    int events;
}
