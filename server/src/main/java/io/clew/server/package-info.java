/** The production server. */
@NullMarked
package io.clew.server;

import org.jspecify.annotations.NullMarked;
