package io.clew.sim.world;

import java.util.ArrayList;
import java.util.List;

/** Strikes that each do the same to a share of all frames or messages. */
final class Shares {
    private final List<Share> shares = new ArrayList<>();

    private record Share(Episode by, double share) {}

    void add(Episode by, double share) {
        shares.add(new Share(by, share));
        by.atEnd(() -> shares.removeIf(each -> each.by == by));
    }

    /** Whether it happens to the numbered one, which a node sends or is to get. */
    boolean hit(long number, SimNode node) {
        for (int i = 0; i < shares.size(); i++) {
            Share each = shares.get(i);
            if (each.by.happens(each.share, number)) {
                each.by.touch(node);
                return true;
            }
        }
        return false;
    }
}
