package io.clew.server;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Remembers that this node waits to be taken into a cluster, until it has been: a node that was
 * restarted meanwhile must not found one of its own.
 */
final class JoinFile {
    private static final String REPLICA = "replica";
    private static final String VOTER = "voter";
    private static final String INSTEAD_OF = " instead of ";

    private final LinesFile file;
    private volatile @Nullable Wish last;

    /**
     * @param replica whether it is to follow only
     * @param seeds addresses of members to ask; none if somebody else will ask for it
     * @param replaces the identity or address of a member whose place this node takes, because its
     *     data is lost; null if it comes in addition
     */
    record Wish(boolean replica, List<String> seeds, @Nullable String replaces) {
        Wish {
            seeds = List.copyOf(seeds);
        }
    }

    JoinFile(Path dataFolder) {
        this.file = new LinesFile(dataFolder, "joining");
    }

    Path path() {
        return file.path();
    }

    /** Whether there is a wish, as of the last look or change; for any thread, at once. */
    boolean waits() {
        return last != null;
    }

    /** The wish, as of the last look or change; for any thread, at once. */
    @Nullable Wish last() {
        return last;
    }

    /** What {@link #read} said before. */
    synchronized void restore(@Nullable Wish wish) {
        if (wish == null) {
            delete();
        } else {
            write(wish);
        }
    }

    synchronized @Nullable Wish read() {
        List<String> lines = file.read();
        Wish wish = lines == null ? null : parse(lines);
        last = wish;
        return wish;
    }

    private static Wish parse(List<String> lines) {
        String first = lines.isEmpty() ? VOTER : lines.getFirst();
        int place = first.indexOf(INSTEAD_OF);
        return new Wish(
                first.startsWith(REPLICA),
                lines.subList(Math.min(1, lines.size()), lines.size()),
                place < 0 ? null : first.substring(place + INSTEAD_OF.length()));
    }

    synchronized void write(Wish wish) {
        var lines = new ArrayList<String>();
        String part = wish.replica ? REPLICA : VOTER;
        lines.add(wish.replaces == null ? part : part + INSTEAD_OF + wish.replaces);
        lines.addAll(wish.seeds);
        file.write(lines);
        last = wish;
    }

    synchronized void delete() {
        file.delete();
        last = null;
    }
}
