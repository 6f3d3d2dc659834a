/** What a client says to a node and what it hears back. */
@NullMarked
package io.clew.engine.api;

import org.jspecify.annotations.NullMarked;
