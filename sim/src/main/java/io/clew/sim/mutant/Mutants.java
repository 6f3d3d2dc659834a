package io.clew.sim.mutant;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Bugs to be planted in this implementation of Raft: most are such as others have really had, some
 * are such as this one had or might have.
 */
public final class Mutants {
    /** Those that take more schedules than they are given: what the simulator does not see yet. */
    private static final Set<String> UNSEEN =
            Set.of(
                    "W16", "E10b", "E17", "E19", "D2c", "R11", "W6d", "W15", "S2", "X7b", "P5",
                    "P11", "D5c", "D5d", "M9b", "M9c", "X7c", "R16");

    private Mutants() {}

    /** Those that must be found, in the order of the catalogue's chapters. */
    public static List<Mutant> all() {
        return written().filter(m -> !UNSEEN.contains(m.id())).toList();
    }

    /** Those that are planted like the others, and need not be found yet. */
    public static List<Mutant> unseen() {
        return written().filter(m -> UNSEEN.contains(m.id())).toList();
    }

    /** The one with a name in the catalogue. */
    public static Mutant named(String id) {
        return written()
                .filter(m -> m.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no planted bug is called " + id));
    }

    private static Stream<Mutant> written() {
        return Stream.of(
                        ElectionMutants.all(),
                        ReplicationMutants.all(),
                        LogMutants.all(),
                        SnapshotMutants.all(),
                        AnswerMutants.all(),
                        KeyMutants.all(),
                        ComparisonMutants.all(),
                        MembershipMutants.all(),
                        ShardMutants.all())
                .flatMap(List::stream);
    }
}
