/**
 * Servers that the benchmark starts itself on this machine, and what the machine can do at best.
 */
@NullMarked
package io.clew.server.bench.local;

import org.jspecify.annotations.NullMarked;
