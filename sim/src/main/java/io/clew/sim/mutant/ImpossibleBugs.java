package io.clew.sim.mutant;

import java.util.List;

/** Known bugs for which there is no edit, because the design has no place for them. */
final class ImpossibleBugs {
    private record Impossible(String id, String what, String because) {}

    private ImpossibleBugs() {}

    private static final List<Impossible> ALL =
            List.of(
                    new Impossible(
                            "E12",
                            "votes and acknowledgements of removed members count",
                            "a majority is counted over the members, never over the answers"));

    static String markdown() {
        var text = new StringBuilder("\n## Impossible by construction\n\n");
        for (Impossible each : ALL) {
            text.append("- **").append(each.id).append("** ").append(each.what);
            text.append(": ").append(each.because).append(".\n");
        }
        return text.toString();
    }
}
