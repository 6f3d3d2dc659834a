package io.clew.engine.raft;

/** How a node stands to the cluster that it knows; {@link #text} tells an operator. */
public enum Standing {
    VOTER("votes"),
    LEARNER("takes the log in to become a voter"),
    REPLICA("follows without a vote"),
    WAITING("waits to be taken into a cluster: POST /cluster/join tells it which"),
    FOUNDING("founds a cluster with its peers, once it has met them all"),
    SHUT_OUT(
            "has an empty data folder and no place in the cluster of its peers: POST /cluster/join,"
                    + " or a start with --join, has it taken in anew"),
    PARTING(
            "is no member of the cluster any more, but shards still count on its replicas: leave it"
                    + " running until they are elsewhere"),
    LEFT(
            "is no member of the cluster any more: stop it; with another data folder and --join it"
                    + " can come back");

    private final String text;

    Standing(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
