/** The real disk: the engine's port on files of a folder that one process owns. */
@NullMarked
package io.clew.transport.disk;

import org.jspecify.annotations.NullMarked;
