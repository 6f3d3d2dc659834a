/** The same load on etcd, over its own protocol: gRPC, of which a benchmark needs little. */
@NullMarked
package io.clew.server.bench.etcd;

import org.jspecify.annotations.NullMarked;
