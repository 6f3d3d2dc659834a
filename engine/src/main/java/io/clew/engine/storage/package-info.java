/**
 * Write-ahead log and snapshots over one port, the disk.
 *
 * <p>{@link io.clew.engine.storage.Storage} is the way in. It opens a folder, tells what it found
 * as {@link io.clew.engine.storage.Recovered}, and then takes batches: {@code append} writes,
 * {@code sync} makes all that was appended durable, {@code idle} uses quiet moments. {@link
 * io.clew.engine.storage.SnapshotStore} does the bulky work beside it, on a thread of its own.
 *
 * <p>What the code relies on, in the order in which it matters:
 *
 * <ul>
 *   <li>A batch is one record with a checksum: found whole or not at all.
 *   <li>A file gets the name under which recovery looks for it only after its content is durable,
 *       and the folder is synced before anything else depends on that name. So a file with its
 *       final name that is not as it should be is damaged, never half made.
 *   <li>A record that is not whole is the torn end of the log only if nothing says that it was once
 *       durable; {@code WalRecovery} says what does. Damage is an exception with file and position,
 *       and never the end of the log: a node that forgot what it has acknowledged could help to
 *       lose it everywhere.
 *   <li>A segment of the log is freed only when every shard's snapshot covers it and the mark that
 *       says so is durable; term and vote live on in the checkpoint of each later segment.
 *   <li>After any failure of the disk nothing is tried again: only reading everything back tells
 *       what it holds.
 * </ul>
 */
@NullMarked
package io.clew.engine.storage;

import org.jspecify.annotations.NullMarked;
