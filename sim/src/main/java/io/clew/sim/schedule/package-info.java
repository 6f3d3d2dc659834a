/** Schedules as data: drawn from a seed, written down, read again and shrunk. */
@NullMarked
package io.clew.sim.schedule;

import org.jspecify.annotations.NullMarked;
