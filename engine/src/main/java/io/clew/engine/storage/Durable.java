package io.clew.engine.storage;

import java.nio.ByteBuffer;

/**
 * Reads what was durable once: what the medium does not give back is damaged, like what has
 * changed. Only where something is written does a medium that fails end the node.
 */
final class Durable {
    private Durable() {}

    /**
     * @return the bytes read, see {@link DiskFile#read}
     * @throws CorruptionException also if the medium fails
     */
    static int read(DiskFile file, String name, long position, ByteBuffer target) {
        try {
            return file.read(position, target);
        } catch (DiskException e) {
            throw new CorruptionException(name, position, e);
        }
    }
}
