/** The seeded simulator. */
@NullMarked
package io.clew.sim;

import org.jspecify.annotations.NullMarked;
