/** The binary network between the nodes of a cluster. */
@NullMarked
package io.clew.transport.peer;

import org.jspecify.annotations.NullMarked;
