/** What can go wrong in the simulated world, one class for each family of faults. */
@NullMarked
package io.clew.sim.world.fault;

import org.jspecify.annotations.NullMarked;
