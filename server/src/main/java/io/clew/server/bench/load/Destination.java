package io.clew.server.bench.load;

import io.clew.engine.bytes.Bytes;
import io.clew.server.bench.local.HttpProbe;
import io.clew.transport.HostPort;
import io.clew.transport.client.ShardMap;
import io.clew.transport.json.JsonException;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * Where requests go: to the leader of the key's shard, as far as it is known, or to all servers
 * alike. The servers are asked once where the shards are; after that their redirects tell what has
 * changed. Made by any thread, then used by the one of the load.
 */
public final class Destination {
    private final List<InetSocketAddress> servers;
    private final boolean spread;
    private final ShardMap map;

    /** Of each shard; a mere guess where nobody has said who leads. */
    private final InetSocketAddress[] leaders;

    private Destination(List<InetSocketAddress> servers, boolean spread)
            throws InterruptedException {
        this.servers = List.copyOf(servers);
        this.spread = spread;
        this.map = new ShardMap(servers.stream().map(Destination::text).toList());
        ask();
        this.leaders = new InetSocketAddress[Math.max(1, map.shards())];
        Arrays.setAll(
                leaders,
                shard -> map.shards() == 0 ? servers.getFirst() : address(map.target(shard)));
    }

    /** Asks one server after the other; if none of them knows of shards, there is one. */
    private void ask() throws InterruptedException {
        try (var probe = new HttpProbe()) {
            for (InetSocketAddress server : servers) {
                try {
                    map.learn(probe.body("http://" + text(server) + ShardMap.QUESTION.target()));
                    return;
                } catch (JsonException e) {
                    // It is not up, or no node of ours: the next one, if there is any, may be.
                }
            }
        }
    }

    /** To leaders: those that the first server that answers knows, then those of redirects. */
    public static Destination leaderOf(List<InetSocketAddress> servers)
            throws InterruptedException {
        return new Destination(servers, false);
    }

    /** Reads to each server from as many clients, the rest to leaders. */
    public static Destination all(List<InetSocketAddress> servers) throws InterruptedException {
        return new Destination(servers, true);
    }

    /** What suits the workload: only reads that any node may answer need no leader. */
    public static Destination of(Workload workload, List<InetSocketAddress> servers)
            throws InterruptedException {
        return workload.stale() && workload.readShare() == 1 ? all(servers) : leaderOf(servers);
    }

    /** Host and port, which is 80 if the URL has none. */
    public static InetSocketAddress address(URI url) {
        int port = url.getPort() < 0 ? 80 : url.getPort();
        return new InetSocketAddress(url.getHost(), port);
    }

    private static InetSocketAddress address(String text) {
        HostPort parsed = HostPort.parse(text);
        return new InetSocketAddress(parsed.host(), parsed.port());
    }

    private static String text(InetSocketAddress address) {
        String host = address.getHostString();
        boolean bare = host.contains(":") && !host.startsWith("[");
        return (bare ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** How many shards there are. */
    public int shards() {
        return leaders.length;
    }

    /** The shard of what is asked next; with one there is nothing to compute. */
    int shardOf(Operations operations) {
        return leaders.length == 1 ? 0 : map.shardOf(Bytes.utf8(operations.key()));
    }

    InetSocketAddress leader(int shard) {
        return leaders[shard];
    }

    /** Where a client reads: from a server of its own if they are spread. */
    InetSocketAddress forReads(int client, int shard) {
        return spread ? servers.get(client % servers.size()) : leaders[shard];
    }

    /** Somebody was redirected. */
    void leads(int shard, InetSocketAddress address) {
        leaders[shard] = address;
    }

    /** This one does not answer for a shard: any other, unless somebody else was faster. */
    void avoid(int shard, InetSocketAddress failed) {
        if (leaders[shard].equals(failed)) {
            leaders[shard] = address(map.anyNode());
        }
    }
}
