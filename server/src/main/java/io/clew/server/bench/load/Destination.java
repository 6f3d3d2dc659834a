package io.clew.server.bench.load;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/** Where requests go: to the leader, as far as it is known, or to all servers alike. */
public final class Destination {
    private final List<InetSocketAddress> servers;
    private final boolean spread;
    private volatile InetSocketAddress current;
    private int turn;

    private Destination(List<InetSocketAddress> servers, boolean spread) {
        this.servers = List.copyOf(servers);
        this.spread = spread;
        this.current = servers.getFirst();
    }

    /** To the first until a redirect names the leader. */
    public static Destination leaderOf(List<InetSocketAddress> servers) {
        return new Destination(servers, false);
    }

    /** Reads to each server from as many clients, the rest to the leader. */
    public static Destination all(List<InetSocketAddress> servers) {
        return new Destination(servers, true);
    }

    /** What suits the workload: only reads that any node may answer need no leader. */
    public static Destination of(Workload workload, List<InetSocketAddress> servers) {
        return workload.stale() && workload.readShare() == 1 ? all(servers) : leaderOf(servers);
    }

    /** Host and port, which is 80 if the URL has none. */
    public static InetSocketAddress address(URI url) {
        int port = url.getPort() < 0 ? 80 : url.getPort();
        return new InetSocketAddress(url.getHost(), port);
    }

    InetSocketAddress current() {
        return current;
    }

    boolean spread() {
        return spread;
    }

    /** Where a client reads: from a server of its own if they are spread. */
    InetSocketAddress forReads(int client) {
        return spread ? servers.get(client % servers.size()) : current;
    }

    /** Somebody was redirected. */
    void leader(InetSocketAddress address) {
        current = address;
    }

    /** This one does not answer: tries another, unless somebody else already has. */
    synchronized void avoid(InetSocketAddress failed) {
        if (current.equals(failed)) {
            turn = (turn + 1) % servers.size();
            current = servers.get(turn);
        }
    }
}
