/** Simulated disks: a page cache over durable sectors, crashes, failures and rot, from a seed. */
@NullMarked
package io.clew.sim.disk;

import org.jspecify.annotations.NullMarked;
