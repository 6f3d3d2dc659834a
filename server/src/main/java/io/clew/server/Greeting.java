package io.clew.server;

/** What a newcomer reads after the start: where the node is, and what to try. */
final class Greeting {
    private Greeting() {}

    static String of(ServerConfig config, String node) {
        String url = "http://" + config.reachableHost() + ":" + config.port();
        String cluster =
                config.alone() ? "a single node" : "of " + String.join(", ", config.members());
        // In a cluster any node may be asked, and redirects to the leader.
        String curl = config.alone() ? "curl" : "curl -L";
        return """
                Clew node %s is ready at %s (%s, data in %s). Try:
                  %s -X PUT --data 'a ball of thread' %s/kv/clew
                  %s %s/kv/clew
                  curl %s/cluster/info"""
                .formatted(node, url, cluster, config.dataFolder(), curl, url, curl, url, url);
    }
}
