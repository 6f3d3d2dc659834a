/** Deliberately broken engines, to see whether the simulator notices. */
@NullMarked
package io.clew.sim.mutant;

import org.jspecify.annotations.NullMarked;
