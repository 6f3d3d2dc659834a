/** Histories, models and the search for a linearization. */
@NullMarked
package io.clew.linearizability;

import org.jspecify.annotations.NullMarked;
