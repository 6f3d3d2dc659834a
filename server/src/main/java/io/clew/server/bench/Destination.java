package io.clew.server.bench;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;

/** Where requests go: to the leader, as far as it is known. */
final class Destination {
    private final List<InetSocketAddress> servers;
    private volatile InetSocketAddress current;
    private int turn;

    Destination(List<InetSocketAddress> servers) {
        this.servers = List.copyOf(servers);
        this.current = servers.getFirst();
    }

    static InetSocketAddress address(URI url) {
        int port = url.getPort() < 0 ? 80 : url.getPort();
        return new InetSocketAddress(url.getHost(), port);
    }

    InetSocketAddress current() {
        return current;
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
