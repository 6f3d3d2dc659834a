package io.clew.sim.scale;

/**
 * What a machine of the model takes for its work, in nanoseconds. It has one processor and one
 * disk.
 *
 * @param turn a turn of the loop, whatever it handles
 * @param request taking a client's request in, and answering it
 * @param frame sending a frame to a peer, or receiving one
 * @param entry writing an entry down, or applying it
 * @param beat one message of a group that is not an entry
 * @param kilobyte a kilobyte through the network stack
 * @param sync a write to the disk with its sync, whatever its size
 * @param diskKilobyte a kilobyte to the disk
 * @param way from one machine to another
 */
record Costs(
        long turn,
        long request,
        long frame,
        long entry,
        long beat,
        long kilobyte,
        long sync,
        long diskKilobyte,
        long way) {
    /**
     * Near what this program was measured to take on a core of a virtual machine: about 60
     * microseconds of processor time for a write on three nodes under load, and a disk with a cache
     * that survives a loss of power.
     */
    static final Costs MEASURED =
            new Costs(10_000, 30_000, 12_000, 3_000, 1_000, 500, 80_000, 1_000, 100_000);
}
