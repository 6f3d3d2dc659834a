package io.clew.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class NamesTest {
    private final EventLoop loop = new DefaultEventLoop();
    private volatile String[] known = {"::1", "127.0.0.1", "127.0.0.2"};
    private final Names names = new Names(loop, this::resolve);

    @AfterEach
    void stop() {
        var _ = loop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    private InetAddress[] resolve(String host) throws UnknownHostException {
        String[] literals = known;
        if (literals.length == 0) {
            throw new UnknownHostException(host);
        }
        var found = new InetAddress[literals.length];
        for (int i = 0; i < found.length; i++) {
            found[i] = InetAddress.ofLiteral(literals[i]);
        }
        return found;
    }

    private String find() throws Exception {
        var found = new CompletableFuture<String>();
        loop.execute(
                () ->
                        names.find(
                                "some-host",
                                20_000,
                                a -> found.complete(a == null ? "none" : a.getHostAddress())));
        return found.get(20, TimeUnit.SECONDS);
    }

    private void fail(String address) {
        loop.execute(() -> names.avoid("some-host", InetAddress.ofLiteral(address)));
    }

    @Test
    void theFirstIpv4AddressIsDialledForAsLongAsItCanBeReached() throws Exception {
        for (int i = 0; i < 20; i++) {
            assertEquals("127.0.0.1", find());
        }
        known = new String[] {"127.0.0.2", "::1", "127.0.0.1"};
        assertEquals("127.0.0.1", find());
    }

    @Test
    void afterAFailureTheOthersHaveTheirTurn() throws Exception {
        assertEquals("127.0.0.1", find());
        fail("127.0.0.1");
        fail("127.0.0.1"); // Another dial to the same.
        assertEquals("127.0.0.2", find());
        fail("127.0.0.2");
        assertEquals("0:0:0:0:0:0:0:1", find());
        fail("::1");
        assertEquals("127.0.0.1", find());
    }

    @Test
    void whatWasKnownLastIsTakenWhereNothingIsFound() throws Exception {
        known = new String[] {};
        assertEquals("none", find());
        fail("127.0.0.1");
        known = new String[] {"127.0.0.1"};
        assertEquals("127.0.0.1", find());
        fail("127.0.0.1");
        known = new String[] {};
        assertEquals("127.0.0.1", find());
        known = new String[] {"127.0.0.3"};
        assertEquals("127.0.0.3", find());
    }
}
