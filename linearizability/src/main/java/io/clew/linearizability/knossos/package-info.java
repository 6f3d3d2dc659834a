/** Asks Knossos, Jepsen's checker, for its verdict, if the user has it. */
@NullMarked
package io.clew.linearizability.knossos;

import org.jspecify.annotations.NullMarked;
