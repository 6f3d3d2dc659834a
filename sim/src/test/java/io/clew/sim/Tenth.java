package io.clew.sim;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** One tenth of a list, which differs from change to change. */
record Tenth(int number) {
    private static final int TENTHS = 10;

    Tenth {
        if (number < 0 || number >= TENTHS) {
            throw new IllegalArgumentException("no tenth " + number);
        }
    }

    /** Decided by the sources of engine and simulator: the same sources give the same tenth. */
    static Tenth ofSources(Path root) throws IOException {
        var crc = new CRC32C();
        for (String module : List.of("engine", "sim")) {
            try (var files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    crc.update(Files.readAllBytes(file));
                }
            }
        }
        return new Tenth((int) (crc.getValue() % TENTHS));
    }

    <T> List<T> of(List<T> all) {
        var chosen = new ArrayList<T>();
        for (int i = number; i < all.size(); i += TENTHS) {
            chosen.add(all.get(i));
        }
        return chosen;
    }

    @Override
    public String toString() {
        return "tenth " + number;
    }
}
