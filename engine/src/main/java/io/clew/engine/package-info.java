/**
 * The pure deterministic core of a node: events with the time in them come in, an outbox of things
 * to do goes out.
 */
@NullMarked
package io.clew.engine;

import org.jspecify.annotations.NullMarked;
