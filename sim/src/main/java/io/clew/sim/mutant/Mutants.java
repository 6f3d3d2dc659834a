package io.clew.sim.mutant;

import java.util.List;
import java.util.stream.Stream;

/** Bugs that other implementations of Raft have really had, to be planted in this one. */
public final class Mutants {
    /** Written down, and not yet found often enough. */
    private static final List<String> UNPROVEN = List.of("R11", "W15", "S2", "E10b", "E17", "E19");

    private Mutants() {}

    /** All of them, in the order of the catalogue's chapters. */
    public static List<Mutant> all() {
        return Stream.of(
                        ElectionMutants.all(),
                        ReplicationMutants.all(),
                        LogMutants.all(),
                        SnapshotMutants.all(),
                        AnswerMutants.all())
                .flatMap(List::stream)
                .filter(m -> !UNPROVEN.contains(m.id()))
                .toList();
    }

    /** The one with a name in the catalogue. */
    public static Mutant named(String id) {
        return all().stream()
                .filter(m -> m.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no planted bug is called " + id));
    }
}
