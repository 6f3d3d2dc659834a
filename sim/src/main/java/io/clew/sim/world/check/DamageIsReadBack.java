package io.clew.sim.world.check;

import io.clew.engine.Event;
import io.clew.engine.SnapshotTask;
import io.clew.engine.storage.Recovered;
import io.clew.sim.disk.SimDisk;
import io.clew.sim.world.SimNode;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/** Whoever has read back what it has, and found nothing, has a newest snapshot that is whole. */
final class DamageIsReadBack extends Check {
    /** Machines whose last reading ended where damage was: the next one only reads the rest. */
    private final TreeSet<Integer> interrupted = new TreeSet<>();

    DamageIsReadBack() {
        super("damage is found when files are read back");
    }

    @Override
    void booted(SimNode node, Recovered.@Nullable Shard found) {
        interrupted.remove(node.number());
    }

    @Override
    void worked(SimNode machine, SnapshotTask task, Event done) {
        if (!(done instanceof Event.Scrubbed scrubbed)) {
            return;
        }
        if (scrubbed.damage() != null) {
            interrupted.add(machine.number());
            return;
        }
        // All files here are so small that they are read at once.
        if (!interrupted.remove(machine.number()) && machine.hasDamagedDisk()) {
            String damaged = damaged(machine.disk(), scrubbed.shard());
            require(damaged == null, () -> machine + " finds nothing wrong with " + damaged);
        }
    }

    /**
     * The shard's newest snapshot, if it is. A file's last part is its checksum; where the indexes
     * are equal there is one file.
     */
    private static @Nullable String damaged(SimDisk disk, int shard) {
        String prefix = "snapshot-" + HexFormat.of().toHexDigits(shard) + "-";
        String newest =
                disk.list().stream()
                        .filter(name -> name.startsWith(prefix))
                        .filter(name -> name.matches(".*-[0-9a-f]{8}"))
                        .max(Comparator.naturalOrder())
                        .orElse(null);
        if (newest == null) {
            return null;
        }
        var content = ByteBuffer.allocate((int) disk.sizeBytes(newest));
        try (var file = disk.open(newest)) {
            file.read(0, content);
        }
        var checksum = new CRC32C();
        checksum.update(content.flip());
        int promised = HexFormat.fromHexDigits(newest.substring(newest.lastIndexOf('-') + 1));
        return (int) checksum.getValue() == promised ? null : newest;
    }
}
