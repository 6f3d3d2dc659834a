/** The little JSON that tools and teaching need: small bodies, whole in memory. */
@NullMarked
package io.clew.transport.json;

import org.jspecify.annotations.NullMarked;
