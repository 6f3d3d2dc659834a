/** The verdict on a history as one page that needs nothing but a browser. */
@NullMarked
package io.clew.linearizability.html;

import org.jspecify.annotations.NullMarked;
