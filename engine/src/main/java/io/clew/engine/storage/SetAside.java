package io.clew.engine.storage;

import io.clew.engine.raft.NodeId;

import java.util.ArrayList;
import java.util.List;

/**
 * Data that cannot be trusted is set aside: it stays in the folder under other names, so that the
 * node can begin as somebody else, and what can be saved of it is there until that has succeeded.
 *
 * <p>The identity goes first. What is left without one, after a crash in between, is never taken
 * for a node, and goes too the next time.
 *
 * <p>Whoever is damaged again before it is whole keeps what it had first, since nothing has
 * replaced that yet, and beside it the newest of what came later.
 */
public final class SetAside {
    private static final String PREFIX = "aside-";

    /** Begins like the other, so that both go together. */
    private static final String LATER = PREFIX + "later-";

    private SetAside() {}

    /** Who the data belongs to, unbound if that cannot be read any more. */
    public static NodeId owner(Disk disk) {
        try {
            return disk.list().contains(Identity.NAME) ? Identity.read(disk) : NodeId.UNBOUND;
        } catch (CorruptionException _) {
            return NodeId.UNBOUND;
        }
    }

    /** Moves all of a node's data aside; after that the folder is as good as empty. */
    public static void move(Disk disk) {
        List<String> files = disk.list();
        String prefix;
        if (files.contains(Identity.NAME)) {
            prefix = any(files) ? LATER : PREFIX;
            files.stream().filter(name -> name.startsWith(LATER)).forEach(disk::delete);
            // Or what was deleted could come back beside what takes its place.
            disk.syncDirectory();
            disk.rename(Identity.NAME, prefix + Identity.NAME);
        } else {
            prefix = begun(files);
        }
        // Also where the identity went in an earlier attempt: that may not be durable yet.
        disk.syncDirectory();
        for (String file : files) {
            if (isData(file) && !file.equals(Identity.NAME)) {
                disk.rename(file, prefix + file);
            }
        }
        disk.syncDirectory();
    }

    /** Where files without an identity go: to it, or apart from what has the same names. */
    private static String begun(List<String> files) {
        boolean later =
                files.contains(LATER + Identity.NAME)
                        || files.stream()
                                .anyMatch(name -> isData(name) && files.contains(PREFIX + name));
        return later ? LATER : PREFIX;
    }

    /** Deletes what was set aside: it is not needed any more. Says whether there was anything. */
    public static boolean delete(Disk disk) {
        List<String> aside = files(disk);
        aside.forEach(disk::delete);
        if (!aside.isEmpty()) {
            disk.syncDirectory();
        }
        return !aside.isEmpty();
    }

    /**
     * The folder as it was before it was set aside, to be read only, first and later; empty if it
     * was not.
     */
    public static List<Disk> views(Disk disk) {
        var views = new ArrayList<Disk>();
        for (String prefix : List.of(PREFIX, LATER)) {
            var view = new View(disk, prefix);
            if (!view.list().isEmpty()) {
                views.add(view);
            }
        }
        return views;
    }

    /** Whether any of these files was set aside. */
    public static boolean any(List<String> files) {
        return files.stream().anyMatch(name -> name.startsWith(PREFIX));
    }

    private static List<String> files(Disk disk) {
        return disk.list().stream().filter(name -> name.startsWith(PREFIX)).toList();
    }

    /** Whether a file is of a node's data. */
    static boolean isData(String file) {
        return file.equals(Identity.NAME)
                || file.equals(Identity.UNFINISHED)
                || file.equals(Spare.NAME)
                || SegmentHeader.generationOf(file) >= 0
                || SnapshotName.parse(file) != null
                || SnapshotName.isTemporary(file)
                || !SnapshotName.parts(List.of(file)).isEmpty();
    }

    /** Shows the files that were set aside under their old names. */
    private record View(Disk disk, String prefix) implements Disk {
        @Override
        public List<String> list() {
            return disk.list().stream()
                    .filter(name -> name.startsWith(prefix))
                    .filter(name -> prefix.equals(LATER) || !name.startsWith(LATER))
                    .map(name -> name.substring(prefix.length()))
                    .toList();
        }

        @Override
        public DiskFile open(String name) {
            return disk.open(prefix + name);
        }

        @Override
        public DiskFile create(String name) {
            throw readOnly();
        }

        @Override
        public void rename(String from, String to) {
            throw readOnly();
        }

        @Override
        public void delete(String name) {
            throw readOnly();
        }

        @Override
        public void syncDirectory() {
            throw readOnly();
        }

        private static UnsupportedOperationException readOnly() {
            return new UnsupportedOperationException("what was set aside is only read");
        }
    }
}
