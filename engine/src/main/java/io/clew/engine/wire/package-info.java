/** Bytes of the peer protocol. */
@NullMarked
package io.clew.engine.wire;

import org.jspecify.annotations.NullMarked;
