/** What must never be seen in the simulated world, one class for each invariant. */
@NullMarked
package io.clew.sim.world.check;

import org.jspecify.annotations.NullMarked;
