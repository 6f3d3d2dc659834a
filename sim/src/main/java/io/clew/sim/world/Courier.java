package io.clew.sim.world;

import io.clew.engine.bytes.Bytes;

/** Carries frames in place of the network's delays and losses, when and if it likes. */
public interface Courier {
    /**
     * @param arrival delivers the frame, unless its connection is gone by then
     * @param loss says that it never will
     */
    void take(SimNode from, SimNode to, Bytes frame, Runnable arrival, Runnable loss);
}
