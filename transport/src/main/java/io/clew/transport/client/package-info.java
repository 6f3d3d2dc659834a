/** A client of a cluster: finds who leads a key, and tries again what is safe to be tried again. */
@NullMarked
package io.clew.transport.client;

import org.jspecify.annotations.NullMarked;
