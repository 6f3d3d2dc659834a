/**
 * Tries everything where that is possible: every crash in a short script, every order of messages.
 */
@NullMarked
package io.clew.sim.exhaust;

import org.jspecify.annotations.NullMarked;
