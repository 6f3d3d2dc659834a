/**
 * Which nodes carry which shard, and which single move comes next: values and pure functions, kept
 * by the group of shard 0 and asked by all.
 */
@NullMarked
package io.clew.engine.placement;

import org.jspecify.annotations.NullMarked;
