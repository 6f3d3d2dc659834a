package io.clew.sim.world.mark;

import java.util.Locale;

/**
 * States that a sweep should sometimes come through. None is a fault: each is a place in which some
 * known system has gone wrong, and a simulator that never goes there says nothing about it.
 */
public enum Mark {
    SEVERAL_LEADERS("two nodes take themselves for the leader, each of its term"),
    THREE_LEADERS("three nodes take themselves for the leader, each of its term"),
    DEPOSED_LEADER_IS_ASKED("a client asks a leader when another has a newer term"),
    NO_MAJORITY_ANSWERS("a leader steps down because it hears no majority"),
    LEADER_DISK_HANGS("a leader steps down because its disk does not answer"),
    SPLIT_VOTE("a node campaigns twice without a leader in between"),
    LOSES_ELECTION("a candidate is refused by a majority"),
    CAMPAIGNS_BEHIND("a node campaigns that lacks something committed"),
    ELECTED_WITH_OLD_ENTRIES("a node is elected whose log ends with uncommitted entries"),
    COMMITS_OLD_TERMS("a leader commits entries of older terms together with one of its own"),
    VOTE_TAKEN("a vote is refused because another has it"),
    LOG_TOO_OLD("a vote is refused to a log that is behind"),
    LEADER_IS_HEARD("a vote is refused because the leader is heard"),
    NOT_A_MEMBER("a vote is refused to a stranger"),
    WAITS_WITH_EMPTY_DISK("a node waits because its disk is empty and others have a cluster"),
    TRUNCATES("a follower cuts off the end of its log"),
    TRUNCATES_MUCH("a follower cuts off five entries or more"),
    TRUNCATES_CONFIGURATION("a follower cuts off a configuration"),
    REPLACES_FOUNDING("the very first entry is replaced by another leader's"),
    TRUNCATES_JOINT("a joint configuration is cut off"),
    PROMOTED("a learner becomes a voter"),
    LEAVES_WHILE_LEADING("a leader commits that it is no member any more"),
    CHANGE_TAKEN_BACK("who was to join is taken back"),
    JOINER_FALLS_SILENT("a leader takes back by itself who was to join"),
    ELECTED_IN_JOINT("a node is elected while a change is joint"),
    ELECTED_WHILE_CATCHING_UP("a node is elected while others are to join"),
    CAMPAIGNS_LEFT_OUT("a node campaigns that its latest configuration leaves out"),
    VOTES_BEFORE_IT_KNOWS("a node votes that does not know yet that it may"),
    LEADERS_DIFFER("two leaders go by different configurations"),
    INSTALLS_JOINT("a snapshot brings a joint configuration"),
    RECOVERS_JOINT("a restart finds a joint configuration"),
    SEARCHES_AGREEMENT("a refused append says that the logs part long before"),
    ACKNOWLEDGES_OVERTAKEN("an append is acknowledged that ends before the log does"),
    FILLS_WINDOW("a leader sends as many appends at once as its window has"),
    COMMITS_MANY("ten entries or more are committed at once"),
    GROUPS_WRITES("five entries or more share a write"),
    READS_SHARE_A_ROUND("three reads or more are answered at once"),
    WRITE_DROPPED("a leader that steps down leaves a write behind"),
    READ_DROPPED("a leader that steps down leaves a read behind"),
    WRITE_TIMES_OUT("a write is not committed in time"),
    READ_TIMES_OUT("a read is not confirmed in time"),
    TOO_MANY_PENDING("a request is refused because too many are pending"),
    NODE_IS_FULL("a value is refused because the states of the node hold as much as they may"),
    TOO_MUCH_UNCOMMITTED("a write is refused because too much is not committed"),
    WRITE_COMES_AGAIN("a write that was applied comes again"),
    KEY_TOO_OLD("a key is so old that its write is refused"),
    KEY_REUSED("another write comes under a key that was used"),
    INSTALLS("a follower installs a snapshot"),
    INSTALLS_AS_CANDIDATE("a node that no longer follows installs a snapshot"),
    INSTALLS_AFTER_LEADING("a deposed leader installs a snapshot"),
    INSTALLS_OVER_ITS_LOG("an installed snapshot ends within the log, which goes on"),
    SNAPSHOT_IN_PIECES("a snapshot travels in three pieces or more"),
    SNAPSHOT_OVERTAKEN("a snapshot is saved when a newer one has been installed"),
    SAVES_WHILE_BEHIND("a snapshot is saved by a node that lacks much of what is committed"),
    CRASH_LOSES_WRITES("a crash loses writes that were not synced"),
    CRASH_KEEPS_WRITES("a crash keeps writes that were not synced"),
    RECOVERS_SNAPSHOT_ALONE("a restart finds a snapshot and no entries after it"),
    MANY_SEGMENTS("the log has four segments or more"),
    RECYCLES_UNDER_LOAD("a segment is freed while writes wait"),
    MAJORITY_IS_DOWN("a majority of the nodes is down"),
    ALL_ARE_DOWN("all nodes are down"),
    MOVES_UP("what cannot be committed is written again, so that it keeps no old segment", true),
    REPLICA_COMES("a replica comes to a node by a move", true),
    REPLICA_GOES("a replica is taken away", true),
    REPLICA_COMES_BACK("a shard comes back to a node that had it before", true),
    LEADER_IS_MOVED("a node takes a replica away that leads its group", true),
    NODE_IS_LOST("a node is taken for lost, and its replicas are to be replaced", true),
    LOST_NODE_IS_BACK("a node that was taken for lost is back", true),
    MOVE_IS_GIVEN_UP("a move is given up", true),
    STILL_CARRIES("a member may not leave, because it carries replicas of shards", true),
    GIVES_ALL_AND_LEAVES("a member that carried replicas has left, and lives", true),
    SHARD_WITHOUT_MAJORITY("a shard has no majority while shard 0 has one", true);

    private final String text;
    private final boolean ofShards;

    Mark(String text) {
        this(text, false);
    }

    Mark(String text, boolean ofShards) {
        this.text = text;
        this.ofShards = ofShards;
    }

    /** Whether only runs with several shards can come to it. */
    public boolean ofShards() {
        return ofShards;
    }

    /** What it means, for people. */
    public String text() {
        return text;
    }

    /** Its name in a report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
