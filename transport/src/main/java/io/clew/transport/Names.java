package io.clew.transport;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Finds the addresses of hosts for one event loop. Names are resolved anew each time, off the loop
 * since that may take seconds; where it fails or takes too long, the last known answer is taken.
 */
public final class Names {
    private final EventLoop loop;
    private final Map<String, InetAddress> lastKnown = new HashMap<>();

    public Names(EventLoop loop) {
        this.loop = loop;
    }

    /**
     * Finds a host; to be called on the loop.
     *
     * @param millis how long that may take
     * @param then told the address on the loop, at once if the host is a literal; null if there is
     *     none
     */
    public void find(String host, int millis, Consumer<@Nullable InetAddress> then) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            then.accept(address(literal));
            return;
        }
        var answer = new CompletableFuture<InetAddress>();
        Thread.ofVirtual().start(() -> resolve(host, answer));
        var _ =
                answer.orTimeout(millis, TimeUnit.MILLISECONDS)
                        .whenCompleteAsync(
                                (found, failure) -> {
                                    if (found != null) {
                                        lastKnown.put(host, found);
                                    }
                                    then.accept(lastKnown.get(host));
                                },
                                loop);
    }

    private static void resolve(String host, CompletableFuture<InetAddress> answer) {
        try {
            InetAddress[] found = InetAddress.getAllByName(host);
            answer.complete(found[ThreadLocalRandom.current().nextInt(found.length)]);
        } catch (UnknownHostException e) {
            answer.completeExceptionally(e);
        }
    }

    private static InetAddress address(byte[] literal) {
        try {
            return InetAddress.getByAddress(literal);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }
}
