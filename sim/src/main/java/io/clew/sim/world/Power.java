package io.clew.sim.world;

import org.jspecify.annotations.Nullable;

/** Decides before each effect of a process whether its machine loses power instead. */
public interface Power {
    /**
     * @param effect what would happen next: an operation of the disk, a message, an answer
     * @return the strike that takes the power away, null if it stays
     */
    @Nullable Episode failsBefore(SimNode node, String effect);
}
