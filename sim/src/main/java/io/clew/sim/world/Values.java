package io.clew.sim.world;

import io.clew.engine.bytes.Bytes;

/**
 * The values that clients store: the history knows them by short names, which say who wrote them
 * and how long they are; what is stored is padded to that length.
 */
final class Values {
    /** Room for any name. */
    static final int BYTES_MIN = 16;

    private Values() {}

    /** Unique, so that a read tells which write it saw. */
    static String name(int client, long ordinal, int bytes) {
        return "c" + client + "-" + ordinal + "-" + Math.max(bytes, BYTES_MIN);
    }

    /** The bytes that are stored. */
    static Bytes stored(String name) {
        int size = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
        return Bytes.utf8(name + "x".repeat(size - name.length()));
    }

    static String nameOf(Bytes stored) {
        String text = stored.utf8();
        int pad = text.indexOf('x');
        String name = pad < 0 ? text : text.substring(0, pad);
        if (!stored.equals(stored(name))) {
            throw new Violation("values come back byte for byte", text);
        }
        return name;
    }
}
