/** The simulated world: nodes, disks, network, clients and time, all from one seed. */
@NullMarked
package io.clew.sim.world;

import org.jspecify.annotations.NullMarked;
