package io.clew.sim.world;

import java.util.ArrayList;
import java.util.List;

/** One direction between two nodes: what troubles it, and the state of its connection. */
final class Way {
    private static final int ORDINAL_BITS = 40;
    private static final int NODE_BITS = 8;

    final int from;
    final int to;
    private final SimNode sender;

    /** The noise of this way, by the ordinal of the frame. */
    final Dice dice;

    /** Who cuts it, who slows it down by how much, who holds back its frames until when. */
    final List<Episode> cuts = new ArrayList<>();

    final List<Measured> slow = new ArrayList<>();
    final List<Measured> held = new ArrayList<>();

    long lastArrival;
    boolean connected;

    /** Counts connections, so that nothing arrives by one that is gone. */
    int connection;

    private long frames;

    /** A strike and how much of its trouble there is, in nanoseconds. */
    record Measured(Episode by, long nanos) {}

    Way(SimNode sender, int to, Dice dice) {
        this.sender = sender;
        this.from = sender.number();
        this.to = to;
        this.dice = dice;
    }

    /** The number of the next frame, different from those of all other ways. */
    long nextFrame() {
        return number(frames++);
    }

    /** The number that stands for the next connection. */
    long nextConnection() {
        return number(-1L - connection);
    }

    private long number(long ordinal) {
        return (((long) from << NODE_BITS | to) << ORDINAL_BITS) + ordinal;
    }

    boolean cut() {
        return !cuts.isEmpty();
    }

    void touchCuts() {
        for (int i = 0; i < cuts.size(); i++) {
            cuts.get(i).touch(sender);
        }
    }

    /** The moment at which a frame arrives that would otherwise do so earlier. */
    long released(long arrival) {
        long latest = arrival;
        for (int i = 0; i < held.size(); i++) {
            Measured hold = held.get(i);
            if (hold.nanos > arrival) {
                hold.by.touch(sender);
                latest = Math.max(latest, hold.nanos);
            }
        }
        return latest;
    }

    /** What slow links add to the numbered frame. */
    long slowness(long number) {
        long nanos = 0;
        for (int i = 0; i < slow.size(); i++) {
            Measured each = slow.get(i);
            each.by.touch(sender);
            double unit = Dice.unit(each.by.strike().seed(), number);
            nanos += each.nanos / 4 * 3 + Dice.exponential(each.nanos / 4, unit);
        }
        return nanos;
    }
}
