package io.clew.server;

import io.clew.engine.api.Status;
import io.clew.engine.raft.Standing;

import java.util.TreeSet;

/** What a newcomer reads after the start: where the node is, and what to try. */
final class Greeting {
    private static final String ALONE = "a single node";

    private Greeting() {}

    /**
     * @param joins whether the node waits to be taken into a cluster
     */
    static String of(ServerConfig config, Status node, boolean joins) {
        String url = "http://" + config.reachableHost() + ":" + config.port();
        Standing standing = node.standing();
        if (joins && standing == Standing.LEFT) {
            standing = Standing.WAITING; // Its disk has an older configuration.
        }
        String part = part(node, standing);
        return """
                Clew node %s is ready at %s (%s, data in %s). %s
                  curl %s/cluster/info"""
                .formatted(
                        node.node(),
                        url,
                        part,
                        config.dataFolder(),
                        tries(standing, part, url),
                        url);
    }

    private static String tries(Standing standing, String part, String url) {
        return switch (standing) {
            case VOTER, LEARNER, REPLICA, FOUNDING -> {
                // In a cluster any node may be asked, and redirects to the leader.
                String curl = part.equals(ALONE) ? "curl" : "curl -L";
                yield """
                Try:
                  %s -X PUT --data 'a ball of thread' %s/kv/clew
                  %s %s/kv/clew"""
                        .formatted(curl, url, curl, url);
            }
            case WAITING, SHUT_OUT ->
                    """
                    It serves once it is in a cluster; HOST:PORT is any member:
                      curl -X POST -d '{"leader": "HOST:PORT"}' %s/cluster/join"""
                            .formatted(url);
            case PARTING ->
                    "Shards still count on its replicas: leave it running until its standing is"
                            + " \"left\". Try:";
            case LEFT ->
                    "Unless a leader reaches it, stop it; started with an empty data folder and"
                            + " --join it can come back. Try:";
        };
    }

    private static String part(Status node, Standing standing) {
        return switch (standing) {
            case VOTER, LEARNER, REPLICA, FOUNDING -> {
                var all = new TreeSet<>(node.peers());
                if (all.isEmpty()) {
                    yield ALONE;
                }
                all.add(node.address());
                yield "of " + String.join(", ", all);
            }
            case WAITING -> "waits to be taken into a cluster";
            case SHUT_OUT -> "not in the cluster of its peers";
            case PARTING, LEFT -> "has left its cluster, as its disk has it";
        };
    }
}
