package io.clew.transport.http;

import io.netty.channel.Channel;

/** Takes over connections that ask, by an HTTP Upgrade, to speak the peer protocol instead. */
public interface UpgradeHandler {
    /** The token of the {@code Upgrade} header, such as {@code clew-peer/1}. */
    String protocol();

    /**
     * The connection is the handler's from now on: the server has written {@code 101 Switching
     * Protocols}, has forgotten the connection and no longer counts it among the clients'.
     *
     * <p>Called on the channel's event loop, with reading stopped ({@code autoRead} is off). Bytes
     * that came right behind the upgrade request are delivered by the first read after that, so
     * that nothing is lost while the channel moves to another event loop: first add the handlers,
     * then {@code channel.config().setAutoRead(true)}.
     */
    void adopt(Channel channel);
}
