package io.clew.sim.disk;

import io.clew.engine.storage.DiskException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Names of files: those that programs see, those that are durable, and the changes in between. */
final class SimFolder {
    private TreeMap<String, SimFile> cache = new TreeMap<>();
    private TreeMap<String, SimFile> durable = new TreeMap<>();
    private final ArrayList<Change> pending = new ArrayList<>();

    /** A change of a name that has not been synced. */
    private sealed interface Change {
        record Created(String name, SimFile file) implements Change {}

        record Renamed(String from, String to) implements Change {}

        record Deleted(String name) implements Change {}
    }

    List<String> names() {
        return List.copyOf(cache.keySet());
    }

    SimFile existing(String name) {
        SimFile file = cache.get(name);
        if (file == null) {
            throw new DiskException(DiskException.Kind.FAILED, name + " does not exist");
        }
        return file;
    }

    SimFile create(String name) {
        if (cache.containsKey(name)) {
            throw new DiskException(DiskException.Kind.FAILED, name + " exists already");
        }
        var file = new SimFile();
        change(new Change.Created(name, file));
        return file;
    }

    void rename(String from, String to) {
        existing(from);
        change(new Change.Renamed(from, to));
    }

    void delete(String name) {
        existing(name);
        change(new Change.Deleted(name));
    }

    void sync() {
        pending.forEach(change -> apply(change, durable));
        pending.clear();
    }

    void dropUnsynced() {
        pending.clear();
        cache = new TreeMap<>(durable);
    }

    /** The first of the changes survive, or any of them. */
    void keepSome(RandomGenerator random) {
        boolean inOrder = random.nextBoolean();
        int first = random.nextInt(pending.size() + 1);
        for (int i = 0; i < pending.size(); i++) {
            if (inOrder ? i < first : random.nextBoolean()) {
                apply(pending.get(i), durable);
            }
        }
        dropUnsynced();
    }

    /** Whether all names and all files are as they would be after a power loss. */
    boolean synced() {
        if (!pending.isEmpty()) {
            return false;
        }
        for (SimFile file : cache.values()) {
            if (!file.synced()) {
                return false;
            }
        }
        return true;
    }

    /** The files that programs see. */
    List<SimFile> files() {
        return List.copyOf(cache.values());
    }

    /** The files that a crash may leave, each once. */
    List<SimFile> survivors() {
        return new ArrayList<>(new LinkedHashSet<>(durable.values()));
    }

    SimFolder copy() {
        // One file may be known under names of before and after, and stays one.
        var copies = new LinkedHashMap<SimFile, SimFile>();
        var copy = new SimFolder();
        cache.forEach((name, file) -> copy.cache.put(name, copyOf(file, copies)));
        durable.forEach((name, file) -> copy.durable.put(name, copyOf(file, copies)));
        for (Change change : pending) {
            copy.pending.add(
                    change instanceof Change.Created(String name, SimFile file)
                            ? new Change.Created(name, copyOf(file, copies))
                            : change);
        }
        return copy;
    }

    private static SimFile copyOf(SimFile file, Map<SimFile, SimFile> copies) {
        return copies.computeIfAbsent(file, SimFile::copy);
    }

    private void change(Change change) {
        pending.add(change);
        apply(change, cache);
    }

    /** After a crash an earlier change may be missing: then a later one finds nothing to change. */
    private static void apply(Change change, Map<String, SimFile> names) {
        switch (change) {
            case Change.Created(String name, SimFile file) -> names.put(name, file);
            case Change.Deleted(String name) -> names.remove(name);
            case Change.Renamed(String from, String to) -> {
                SimFile file = names.remove(from);
                if (file != null) {
                    names.put(to, file);
                }
            }
        }
    }
}
