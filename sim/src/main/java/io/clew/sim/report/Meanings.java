package io.clew.sim.report;

import java.util.Map;

/** What follows when an invariant does not hold, for readers who know Raft. */
final class Meanings {
    private static final Map<String, String> BY_NAME =
            Map.ofEntries(
                    Map.entry(
                            "one leader a term",
                            "Two leaders of one term give different entries the same name, and"
                                    + " followers take both (Raft §5.2)."),
                    Map.entry(
                            "a key belongs to one shard",
                            "Two groups that both write a key hold two values of it, and a reader"
                                    + " sees now one, now the other."),
                    Map.entry(
                            "only replicas serve",
                            "A node that carries a shard no more knows nothing of what the group"
                                    + " has decided since."),
                    Map.entry(
                            "a clear reaches all shards",
                            "Keys of the shard that was left out come back after everybody was"
                                    + " told that they are gone."),
                    Map.entry(
                            "one vote a term",
                            "A node that votes twice in a term lets two candidates win it"
                                    + " (Raft §5.2)."),
                    Map.entry(
                            "elected by a majority",
                            "A leader that fewer than a majority have voted for may miss what was"
                                    + " committed, and may not be the only one (Raft §5.2)."),
                    Map.entry(
                            "log matching",
                            "Entries of equal index and term must be equal and follow equal logs;"
                                    + " all else is built on that (Raft §5.3)."),
                    Map.entry(
                            "leader completeness",
                            "A leader that lacks a committed entry makes all others forget it"
                                    + " (Raft §5.4)."),
                    Map.entry(
                            "state machine safety",
                            "Two nodes apply different commands at one index: their states differ"
                                    + " for ever (Raft §5.4.3)."),
                    Map.entry(
                            "a leader commits in its own term",
                            "An entry of an older term can still be replaced, even if a majority"
                                    + " has it (Raft §5.4.2)."),
                    Map.entry(
                            "nothing goes backwards",
                            "What a node has once called committed or applied it must never take"
                                    + " back."),
                    Map.entry(
                            "committed entries are durable on a majority",
                            "A loss of power can now take back what was committed."),
                    Map.entry(
                            "what a message vouches for is durable",
                            "The receiver will count on something that a loss of power can still"
                                    + " undo."),
                    Map.entry(
                            "an acknowledgement is true",
                            "The leader will count an entry that this follower does not have."),
                    Map.entry(
                            "acknowledged is recoverable",
                            "The client has been told that its write is safe, and a loss of power"
                                    + " could take it back."),
                    Map.entry(
                            "equal state at equal applied index",
                            "The same commands have led to different states."),
                    Map.entry(
                            "hashes tell states apart",
                            "Replicas are compared by these hashes: a wrong one goes unnoticed, or"
                                    + " a right one is taken for wrong."),
                    Map.entry(
                            "damage is found when files are read back",
                            "It is found only when the node starts again, and cannot be put right"
                                    + " from memory any more."),
                    Map.entry(
                            "only wrong states are condemned",
                            "A node that is right gives up what it has, and is rebuilt from the"
                                    + " others."),
                    Map.entry(
                            "linearizability",
                            "No order of the operations, true to real time, explains what the"
                                    + " clients saw."),
                    Map.entry(
                            "a heartbeat commits only what was acknowledged",
                            "The follower takes for committed what it was never"
                                    + " compared on, which may be another entry."),
                    Map.entry(
                            "a leader only appends to its log",
                            "A leader that replaces entries takes back what it may have"
                                    + " told others (Raft §5.3)."),
                    Map.entry(
                            "a node never comes back older than what it told",
                            "Others have counted on what this node said before its"
                                    + " restart, and it knows nothing of it any more."),
                    Map.entry(
                            "a read sees what was committed when it arrived",
                            "The client is answered with a state that was already out"
                                    + " of date when it asked."),
                    Map.entry(
                            "clients see one log",
                            "What clients were told does not follow from the committed"
                                    + " entries."),
                    Map.entry(
                            "nobody campaigns without a promise of a majority",
                            "Terms rise, and leaders fall, for elections that nobody"
                                    + " could win (thesis §9.6)."),
                    Map.entry(
                            "only what contradicts the leader is cut off",
                            "A late message must not take away entries that agree: they"
                                    + " may have been acknowledged (Raft §5.3)."),
                    Map.entry(
                            "one outcome for each request",
                            "A client is answered twice, or never."),
                    Map.entry(
                            "what is applied is on the own disk",
                            "After a loss of power the node's state is ahead of its" + " log."),
                    Map.entry(
                            "one change of the configuration at a time",
                            "Two changes under way at once can have majorities that do"
                                    + " not meet."),
                    Map.entry(
                            "equal configuration at equal applied index",
                            "Nodes count their votes among different members."),
                    Map.entry(
                            "the engine keeps its own rules",
                            "The node found itself in a state that must never be, and stopped"
                                    + " rather than go on."),
                    Map.entry(
                            "a healed cluster converges",
                            "All faults are over and all nodes run, and still they do not come"
                                    + " to one leader and one log."),
                    Map.entry(
                            "a healed cluster serves",
                            "All faults are over and all nodes run, and still clients are not"
                                    + " served."),
                    Map.entry(
                            "replicas end up where they belong",
                            "All faults are over and all nodes run, and still a shard has too few"
                                    + " replicas, or one on a node that is lost, drained or gone,"
                                    + " or some nodes carry more than others."),
                    Map.entry(
                            "a core brings replicas where they belong",
                            "Some nodes are away for good, and what they carried is not replaced:"
                                    + " the next loss may take a shard its majority."),
                    Map.entry(
                            "recovery returns what was written",
                            "After its restart the node knows something else than it had on"
                                    + " disk."));

    private Meanings() {}

    /** One sentence, empty for an invariant whose name says it all. */
    static String of(String invariant) {
        return BY_NAME.getOrDefault(invariant, "");
    }
}
