package io.clew.sim.report;

import java.util.Map;
import java.util.Set;

/** What follows when an invariant does not hold, for readers who know Raft. */
final class Meanings {
    private static final Map<String, String> BY_NAME =
            Map.ofEntries(
                    Map.entry(
                            "a call costs few messages",
                            "The cluster answers, and talks far more than it has to: on a "
                                    + "slow network it would not come through."),
                    Map.entry(
                            "a change of the members comes to its end",
                            "All faults are over, and the cluster stays between two "
                                    + "configurations: none of the next changes can begin, and"
                                    + " both "
                                    + "majorities are needed for every write."),
                    Map.entry(
                            "a client never goes back",
                            "A client that has seen a write is shown a state from before "
                                    + "it: what it did in between rests on something that is"
                                    + " gone."),
                    Map.entry(
                            "a core answers every client",
                            "The nodes that are left are a majority, and still leave a "
                                    + "client waiting for ever."),
                    Map.entry(
                            "a core serves reads at every node",
                            "The nodes that are left are a majority, and still somebody "
                                    + "of them refuses readers for ever what others tell them."),
                    Map.entry(
                            "a core converges",
                            "The nodes that are left are a majority, and still do not "
                                    + "come to one leader and one log: the failure of a few is a "
                                    + "failure of all."),
                    Map.entry(
                            "a core converges again",
                            "The nodes that are left have served, and then do not come to "
                                    + "one log again."),
                    Map.entry(
                            "a core has a leader",
                            "The nodes that are left are a majority, and elect nobody: "
                                    + "the failure of a few is a failure of all."),
                    Map.entry(
                            "a core serves",
                            "The nodes that are left are a majority, and serve nobody: "
                                    + "the failure of a few is a failure of all."),
                    Map.entry(
                            "a group changes as it was asked to",
                            "An order that came late, or that nobody gave, takes replicas "
                                    + "from a group whose votes it needs."),
                    Map.entry(
                            "a healed cluster answers every client",
                            "All faults are over and all nodes run, and still a client "
                                    + "waits for ever."),
                    Map.entry(
                            "a healed cluster serves reads at every node",
                            "All faults are over and all nodes run, and still somebody "
                                    + "refuses readers for ever what others tell them."),
                    Map.entry(
                            "a healed cluster converges again",
                            "The healed cluster has served, and then its nodes do not "
                                    + "come to one log: somebody stays behind for ever."),
                    Map.entry(
                            "a healed cluster has a leader",
                            "All faults are over and all nodes run, and still nobody is "
                                    + "elected."),
                    Map.entry(
                            "a healed cluster has a leader soon",
                            "A leader comes, but after so many elections that clients "
                                    + "have long given up."),
                    Map.entry(
                            "a key of another shard is refused",
                            "The shard cannot know whether it has forgotten writes under "
                                    + "such a key, so that one that is repeated may take effect "
                                    + "twice."),
                    Map.entry(
                            "a keyed write is applied once",
                            "The client repeated a write under the same key so that it "
                                    + "could not take effect twice, and it has."),
                    Map.entry(
                            "a read shows the state that it names",
                            "Whoever waits for that entry, or compares two answers by it, "
                                    + "is shown something else."),
                    Map.entry(
                            "a refused key is never applied",
                            "The client was told that its write had no effect, wrote it "
                                    + "anew under another key, and now it has two."),
                    Map.entry(
                            "a refused write is never applied",
                            "The client was told that its write had no effect, and others "
                                    + "read it."),
                    Map.entry(
                            "a replica that is gone does not come back",
                            "It has voted and acknowledged before, and remembers nothing "
                                    + "of it: two majorities may not meet in it."),
                    Map.entry(
                            "a replica's number is given once",
                            "Two replicas are taken for one: what the first has "
                                    + "acknowledged is believed to be on the second."),
                    Map.entry(
                            "a run does something",
                            "The run proves nothing: hardly any operation succeeded, or "
                                    + "none met another."),
                    Map.entry(
                            "a snapshot that is being sent is there",
                            "The follower must begin again with a newer one, and never "
                                    + "gets to its end if that happens faster than it receives."),
                    Map.entry(
                            "a term begins with a candidate",
                            "A term without a candidate has no vote of anybody for "
                                    + "itself: a node that votes in it may vote for two (Raft "
                                    + "§5.2)."),
                    Map.entry(
                            "a value that is read was written",
                            "The client is given something that nobody has ever stored "
                                    + "under that key."),
                    Map.entry(
                            "a vote goes to a log that is as new",
                            "A candidate whose log is older can win, and makes others "
                                    + "drop what was committed (Raft §5.4.1)."),
                    Map.entry(
                            "a write is applied once",
                            "A client's one write takes effect twice: the second time it "
                                    + "undoes what others have written in between."),
                    Map.entry(
                            "a write is found whole or not at all",
                            "After a loss of power the node would start from a state that "
                                    + "it never was in, such as a vote without its term or a log "
                                    + "that was cut and not continued."),
                    Map.entry(
                            "an acknowledged write is in the log",
                            "The client was told that its write took effect, and at that "
                                    + "place of the log is none, or another."),
                    Map.entry(
                            "an answer is about entries that there are",
                            "The client was told of an entry that nobody has."),
                    Map.entry(
                            "an answer is no older than it says",
                            "The client asked for a state no older than so much, and "
                                    + "decides on one that is."),
                    Map.entry(
                            "an entry is sent once to each follower",
                            "The same bytes cross the network again and again, which "
                                    + "takes the place of new ones."),
                    Map.entry(
                            "answers fit the question",
                            "The client is answered with something that it did not ask " + "for."),
                    Map.entry(
                            "damage is noticed",
                            "Bytes that a disk has changed are taken for what was "
                                    + "written: the node goes on from a state that never was."),
                    Map.entry(
                            "equal snapshots are equal bytes",
                            "Replicas have made different things of the same entries, or "
                                    + "a snapshot cannot be continued from another node."),
                    Map.entry(
                            "every answer names the one effect",
                            "A repetition is answered with another entry than the first: "
                                    + "the client cannot tell which state has its write."),
                    Map.entry(
                            "keys are refused for a reason",
                            "A client that did nothing wrong is refused, and cannot know "
                                    + "whether its write took effect."),
                    Map.entry(
                            "leadership is handed over at once, to whoever has the whole log",
                            "The old leader has stopped taking writes, and nobody takes "
                                    + "its place until an election comes by itself (thesis"
                                    + " §3.10)."),
                    Map.entry(
                            "linearizability is decided",
                            "The checker gave up: whether an order explains what the "
                                    + "clients saw is not known."),
                    Map.entry(
                            "nobody sees less than was seen before",
                            "One client has seen a write, and another that asks later is "
                                    + "shown a state without it."),
                    Map.entry(
                            "only who is full refuses values",
                            "Clients are refused although there is room: the node counts "
                                    + "what it no longer has."),
                    Map.entry(
                            "purged, snapshot, applied, committed and last are in order",
                            "The node has applied, saved or dropped entries of which it "
                                    + "cannot know that they are committed."),
                    Map.entry(
                            "queues, logs and messages are bounded",
                            "Something grows with the load and not with the limits: in "
                                    + "the end the node runs out of memory."),
                    Map.entry(
                            "recovery succeeds",
                            "A crash alone leaves the node with files that it "
                                    + "cannot start from: it is lost to the cluster until somebody "
                                    + "repairs it."),
                    Map.entry(
                            "storage keeps its own rules",
                            "The storage found itself in a state that must never be, and "
                                    + "stopped rather than go on."),
                    Map.entry(
                            "the latest configuration in the log is in force",
                            "A node counts votes and entries among other members than its "
                                    + "log says, committed or not (Raft §6)."),
                    Map.entry(
                            "there is room for what is there already",
                            "A write that has taken effect is refused when it is "
                                    + "repeated: the client takes it for lost."),
                    Map.entry(
                            "values come back byte for byte",
                            "The client is given other bytes than anybody wrote."),
                    Map.entry(
                            "voters change by joint consensus",
                            "A majority of the old voters and one of the new need not have a node"
                                    + " in"
                                    + " common: each may elect a leader (Raft §6)."),
                    Map.entry(
                            "who votes is not taken away",
                            "A vote that still counts is gone for good: its group is "
                                    + "nearer to having no majority than it knows."),
                    Map.entry(
                            "whoever comes to vote has caught up",
                            "Its log counts for a majority before anything is in it: "
                                    + "nothing can be committed until that is full (thesis"
                                    + " §4.2.1)."),
                    Map.entry(
                            "whoever has no vote never campaigns",
                            "A node that is no member any more raises the term and "
                                    + "unseats the leader (thesis §4.2.3)."),
                    Map.entry(
                            "whoever hears a leader promises no vote",
                            "A node that was removed or cut off can unseat a leader that "
                                    + "works (thesis §4.2.3)."),
                    Map.entry(
                            "whoever is full accepts what makes room",
                            "A full node can never be emptied again: not even a delete is "
                                    + "taken."),
                    Map.entry(
                            "whoever is full refuses values",
                            "The node takes more than it was given, until it runs out of "
                                    + "memory."),
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

    /** The invariants that have one. */
    static Set<String> names() {
        return BY_NAME.keySet();
    }

    /** One sentence, empty for a name that is none of an invariant. */
    static String of(String invariant) {
        return BY_NAME.getOrDefault(invariant, "");
    }
}
