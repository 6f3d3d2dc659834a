/** The same load on Clew and on etcd, side by side. */
@NullMarked
package io.clew.server.bench.compare;

import org.jspecify.annotations.NullMarked;
