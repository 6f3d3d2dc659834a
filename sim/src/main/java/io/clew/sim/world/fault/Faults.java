package io.clew.sim.world.fault;

import java.util.List;

/** All families of faults there are. */
public final class Faults {
    private static final List<Fault> ALL =
            List.of(
                    new FrameLoss(),
                    new Duplication(),
                    new Reordering(),
                    new SlowLink(),
                    new HoldAndRelease(),
                    new LateReplies(),
                    new UnawareLeader(),
                    new Partition(),
                    new Crash(),
                    new CrashAll(),
                    new PowerLossInWrite(),
                    new LostDisk(),
                    new Pause(),
                    new SlowDisk(),
                    new ClientLoss(),
                    new Clog(),
                    new SwizzleClog(),
                    new ConnectionReset(),
                    new LateFrames(),
                    new ClockJump(),
                    new ClockFreeze(),
                    new ClockRate(),
                    new LongOutage(),
                    new CrashLoop(),
                    new CrashAtStep(),
                    new PowerLossInStart(),
                    new Resign(),
                    new DiskError(),
                    new FailedSync(),
                    new FullDisk(),
                    new FailSlow(),
                    new Rot(),
                    new Join(),
                    new Leave(),
                    new Replacement(),
                    new ReadReplica(),
                    new ReplacedDisk(),
                    new ChangeOfMind(),
                    new Relapse(),
                    new Drain());

    private Faults() {}

    public static List<Fault> all() {
        return ALL;
    }

    /** The names of all there are. */
    public static List<String> families() {
        return ALL.stream().map(Fault::name).toList();
    }

    public static Fault named(String name) {
        for (Fault fault : ALL) {
            if (fault.name().equals(name)) {
                return fault;
            }
        }
        throw new IllegalArgumentException("no family of faults is called '" + name + "'");
    }
}
