package io.clew.sim.mutant;

import java.util.List;

/** Known bugs for which there is no edit, because the design has no place for them. */
final class ImpossibleBugs {
    private record Impossible(String ids, String what, String because) {
        String markdown() {
            return "- **" + ids + "** " + what + ": " + because + ".\n";
        }
    }

    private ImpossibleBugs() {}

    static String markdown() {
        var text = new StringBuilder("\n## Impossible by construction\n\n");
        ALL.forEach(each -> text.append(each.markdown()));
        text.append("\n## Without harm in this engine\n\n");
        HARMLESS.forEach(each -> text.append(each.markdown()));
        return text.toString();
    }

    private static final List<Impossible> ALL =
            List.of(
                    new Impossible(
                            "E21, D4",
                            "leases outlive the leadership",
                            "there are no leases, each read asks a majority"),
                    new Impossible(
                            "R22",
                            "a truncation below the commit index",
                            "only another bug of this table can ask for it; there is a check"),
                    new Impossible(
                            "R23",
                            "the same index twice in a batch",
                            "a batch is read out of the log when it is made, each index once"),
                    new Impossible(
                            "W9, W10",
                            "the applied index is saved apart from the data, or too early",
                            "it is not saved: a start applies again what follows the snapshot"),
                    new Impossible(
                            "W12",
                            "a write fails and the entry stays in memory",
                            "a node whose disk fails stops, and reads back what is there"),
                    new Impossible(
                            "S9",
                            "the last piece of a snapshot, sent again, begins an empty one",
                            "a file gets its name once all of it matches the checksum there"),
                    new Impossible(
                            "S11",
                            "reads are served during an installation",
                            "a state is replaced as a whole, between two answers"),
                    new Impossible(
                            "S12",
                            "waiting clients below an installed snapshot are never answered",
                            "who waits is answered when leadership is lost, which comes before"),
                    new Impossible(
                            "S13",
                            "a snapshot that contradicts the commit index is installed",
                            "what does not lead beyond the commit index is not installed at all"),
                    new Impossible(
                            "S14",
                            "an imported snapshot brings a wrong number of its configuration",
                            "a configuration has no number but the index of its entry"),
                    new Impossible(
                            "X5, X7",
                            "forwarded commands are proposed again",
                            "a node that does not lead sends the client away"),
                    new Impossible(
                            "R8",
                            "an entry keeps the quorum that it had when it was proposed",
                            "what is committed is counted anew, by what is in force by then"),
                    new Impossible(
                            "D8",
                            "a single node reads before it has applied its log again",
                            "it leads as any other does, after its first commit: see D1"),
                    new Impossible(
                            "D10, G1 to G4, G6 to G8, G10, G11",
                            "something is lost while keys go from one group to another",
                            "a key keeps its group, whose members change by its own log"),
                    new Impossible(
                            "G5",
                            "a move to where the replica is ends in its deletion",
                            "a replica that comes has a number that none had before"),
                    new Impossible(
                            "X8",
                            "sessions stay behind when a shard moves",
                            "they are in its snapshot like its keys: see S5"),
                    new Impossible(
                            "G12",
                            "a group that sleeps does not wake",
                            "no group sleeps: heartbeats of all to a peer share a frame"));

    private static final List<Impossible> HARMLESS =
            List.of(
                    new Impossible(
                            "E16",
                            "a vote for the very leader that is heard is refused",
                            "that lasts until it has not been heard for one election timeout"),
                    new Impossible(
                            "E20",
                            "refused requests for votes restart the election timer",
                            "timeouts are drawn anew each time, and the better log wins soon"),
                    new Impossible(
                            "R27",
                            "an old refusal moves the next index back",
                            "never below what was acknowledged; some entries are sent twice"),
                    new Impossible(
                            "W11",
                            "no check that the log reaches down to the snapshot",
                            "the order of deletions keeps it so; the check is for damage"),
                    new Impossible(
                            "D3",
                            "reads survive the loss of leadership",
                            "they were confirmed before, and their state can only be newer"),
                    new Impossible(
                            "D9",
                            "the applied index is raised before the state is changed",
                            "nobody looks in between, both happen in one step"));
}
