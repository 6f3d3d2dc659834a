package io.clew.sim.mutant;

import java.util.List;
import java.util.stream.Stream;

/** Bugs that other implementations of Raft have really had, to be planted in this one. */
public final class Mutants {
    /** Written down, and not yet found often enough. */
    private static final List<String> UNPROVEN =
            List.of("R11", "R4", "R19", "W14", "W15", "W6d", "S2", "S6", "S7", "D2");

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
                //FILTER .filter(m -> !UNPROVEN.contains(m.id()))
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
