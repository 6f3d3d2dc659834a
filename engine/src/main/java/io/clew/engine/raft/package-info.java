/** The Raft consensus algorithm for one group; knows nothing of keys, files or sockets. */
@NullMarked
package io.clew.engine.raft;

import org.jspecify.annotations.NullMarked;
