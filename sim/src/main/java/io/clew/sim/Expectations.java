package io.clew.sim;

import io.clew.sim.world.fault.Faults;
import io.clew.sim.world.mark.Mark;
import io.clew.sim.world.mark.ProtocolStep;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the schedules of a build have to come through: everything but what is listed here, because
 * it was met less than some ten times in as many schedules. An edit of the engine, which draws much
 * chance anew, could make them miss that by mere luck.
 */
final class Expectations {
    /** How many schedules of the default profile should show all that is not listed here. */
    static final long SCHEDULES = 2_000;

    /** How many schedules of the profile with shards should show what only shards come to. */
    static final long SHARDED = 240;

    /** How many schedules, of all profiles, should show the rarest states as well. */
    static final long SOAK_SCHEDULES = 100_000;

    /** Each needs several troubles that meet within one round of messages or one save. */
    private static final Set<Mark> RARE =
            EnumSet.of(
                    Mark.THREE_LEADERS,
                    Mark.LEADER_DISK_HANGS,
                    Mark.CAMPAIGNS_LEFT_OUT,
                    Mark.NOT_A_MEMBER,
                    Mark.REPLACES_FOUNDING,
                    Mark.INSTALLS_AS_CANDIDATE,
                    Mark.INSTALLS_OVER_ITS_LOG,
                    Mark.SNAPSHOT_OVERTAKEN,
                    Mark.LEADER_IS_MOVED,
                    Mark.LOST_NODE_IS_BACK);

    /** They touch frames: none leaves a node that has just started, or that waits for its disk. */
    private static final List<String> OF_FRAMES =
            List.of(
                    "frame loss",
                    "duplication",
                    "reordering",
                    "hold and release",
                    "clog",
                    "swizzle clog");

    /** They touch writes, not what a start reads. */
    private static final List<String> OF_WRITES =
            List.of("power loss in write", "slow disk", "fail-slow disk", "crash at step");

    /** They touch a node once, and few times in a run. */
    private static final List<String> SELDOM =
            List.of(
                    "crash",
                    "crash of all",
                    "lost disk",
                    "long outage",
                    "rot",
                    "join",
                    "leave",
                    "replacement",
                    "read replica",
                    "replaced disk",
                    "relapse");

    /** They touch some hundred times as much, and yet seldom at what is seldom done. */
    private static final List<String> AT_TIMES =
            List.of(
                    "clock jump",
                    "clock freeze",
                    "clock rate",
                    "clog",
                    "power loss in start",
                    "power loss in write",
                    "crash loop",
                    "crash at step",
                    "failed sync");

    /** They meet a node at the moment in which it comes to lead, but less than ten times. */
    private static final List<String> BARELY_AT_ELECTIONS =
            List.of(
                    "power loss in write",
                    "client loss",
                    "connection reset",
                    "disk error",
                    "change of mind");

    private Expectations() {}

    static boolean rare(Mark mark) {
        return RARE.contains(mark);
    }

    /** Whether a family of faults may miss a step of the protocol in all of the schedules. */
    static boolean mayMiss(String family, ProtocolStep step) {
        boolean ofFrames = OF_FRAMES.contains(family);
        boolean seldom = SELDOM.contains(family);
        if (Faults.named(family).movesReplicas()) {
            return true; // Only where there are several shards, in few of a build's schedules.
        }
        return switch (step) {
            case TRUNCATE, INSTALL -> true; // Which last a moment in one run of seven or more.
            case RECOVER -> ofFrames || OF_WRITES.contains(family);
            case PERSIST, STEP_DOWN -> ofFrames || seldom;
            case ELECT -> seldom || BARELY_AT_ELECTIONS.contains(family);
            case CONFIGURE, SAVE, TRANSFER -> seldom || AT_TIMES.contains(family);
            // Who acknowledges has written, and does not write again at once.
            case ACKNOWLEDGE -> family.equals("slow disk");
            case VOTE, APPEND, REPLICATE, COMMIT, APPLY, CONFIRM, ANSWER -> false;
        };
    }
}
