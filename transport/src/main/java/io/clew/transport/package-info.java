/** The edges to the real world. */
@NullMarked
package io.clew.transport;

import org.jspecify.annotations.NullMarked;
