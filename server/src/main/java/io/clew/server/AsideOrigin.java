package io.clew.server;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/**
 * Remembers of which cluster the data is that was set aside: another one has nothing of it, however
 * whole the node is there.
 */
final class AsideOrigin {
    private static final String UNKNOWN = "unknown";

    private final LinesFile file;

    AsideOrigin(Path dataFolder) {
        this.file = new LinesFile(dataFolder, "set-aside-of");
    }

    /**
     * Before the data goes aside.
     *
     * @param cluster 0 if nobody knows
     * @param first whether nothing was set aside before
     */
    void note(long cluster, boolean first) {
        List<String> before = file.read();
        var all = new TreeSet<String>();
        if (!first) {
            all.addAll(before == null ? List.of(UNKNOWN) : before);
        }
        all.add(cluster == 0 ? UNKNOWN : name(cluster));
        file.write(all);
    }

    /** Whether all of it is of that cluster. */
    boolean isOf(long cluster) {
        @Nullable List<String> all = file.read();
        return all != null && cluster != 0 && all.equals(List.of(name(cluster)));
    }

    void forget() {
        file.delete();
    }

    private static String name(long cluster) {
        return HexFormat.of().toHexDigits(cluster);
    }
}
