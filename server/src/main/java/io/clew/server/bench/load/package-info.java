/** Closed and open loops of requests, what they measure and what they record. */
@NullMarked
package io.clew.server.bench.load;

import org.jspecify.annotations.NullMarked;
