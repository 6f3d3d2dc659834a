/** Histories as text: what is read, what is written, and how one is told from another. */
@NullMarked
package io.clew.linearizability.format;

import org.jspecify.annotations.NullMarked;
