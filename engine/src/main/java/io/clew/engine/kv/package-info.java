/** The replicated state machine: an ordered map from keys to values with revisions. */
@NullMarked
package io.clew.engine.kv;

import org.jspecify.annotations.NullMarked;
