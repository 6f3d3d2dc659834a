/** Write-ahead log and snapshots over one port, the disk. */
@NullMarked
package io.clew.engine.storage;

import org.jspecify.annotations.NullMarked;
