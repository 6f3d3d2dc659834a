/**
 * How throughput grows with the number of nodes: the real engine on machines whose processor, disk
 * and network take modelled time. No faults, and nothing is checked but what the clients see.
 */
@NullMarked
package io.clew.sim.scale;

import org.jspecify.annotations.NullMarked;
