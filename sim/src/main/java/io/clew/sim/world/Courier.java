package io.clew.sim.world;

import io.clew.engine.bytes.Bytes;

/** Carries frames in place of the network's delays and losses, when and if it likes. */
public interface Courier {
    /**
     * @param arrival delivers the frame, unless its connection is gone by then
     */
    void take(SimNode from, SimNode to, Bytes frame, Runnable arrival);
}
