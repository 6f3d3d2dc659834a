/** Rules of the code itself, checked on its classes and its text; other modules use them too. */
@NullMarked
package io.clew.engine.rules;

import org.jspecify.annotations.NullMarked;
