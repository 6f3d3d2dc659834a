/** Measures the search on folders of recorded histories, with another checker beside it. */
@NullMarked
package io.clew.linearizability.bench;

import org.jspecify.annotations.NullMarked;
