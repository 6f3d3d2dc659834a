/** Rare states: what a run came through, so that a sweep can tell what it has never seen. */
@NullMarked
package io.clew.sim.world.mark;

import org.jspecify.annotations.NullMarked;
