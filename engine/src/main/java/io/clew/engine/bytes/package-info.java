/** Byte strings and bounds-checked reading and writing of them. */
@NullMarked
package io.clew.engine.bytes;

import org.jspecify.annotations.NullMarked;
