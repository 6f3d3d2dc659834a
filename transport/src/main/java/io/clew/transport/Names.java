package io.clew.transport;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;

import org.jspecify.annotations.Nullable;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Finds the addresses of hosts for one event loop. Names are resolved anew each time, off the loop
 * since that may take seconds; where it fails or takes too long, the last known answer is taken.
 *
 * <p>Of several addresses the first is kept until it fails, IPv4 before IPv6: {@code localhost} is
 * both, and servers listen on the former.
 */
public final class Names {
    private final EventLoop loop;
    private final Resolver resolver;
    private final Map<String, Found> lastKnown = new HashMap<>();

    /** Looks names up, and may block. */
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** The addresses of a host, and which of them is dialled. */
    private record Found(List<InetAddress> all, InetAddress chosen) {
        Found next() {
            return new Found(all, all.get((all.indexOf(chosen) + 1) % all.size()));
        }
    }

    public Names(EventLoop loop) {
        this(loop, InetAddress::getAllByName);
    }

    public Names(EventLoop loop, Resolver resolver) {
        this.loop = loop;
        this.resolver = resolver;
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
        var answer = new CompletableFuture<List<InetAddress>>();
        Thread.ofVirtual().start(() -> resolve(host, answer));
        var _ =
                answer.orTimeout(millis, TimeUnit.MILLISECONDS)
                        .whenCompleteAsync(
                                (found, failure) -> {
                                    if (found != null) {
                                        learn(host, found);
                                    }
                                    Found known = lastKnown.get(host);
                                    then.accept(known == null ? null : known.chosen);
                                },
                                loop);
    }

    private void learn(String host, List<InetAddress> all) {
        Found before = lastKnown.get(host);
        lastKnown.put(
                host,
                before != null && all.contains(before.chosen)
                        ? new Found(all, before.chosen)
                        : new Found(all, all.getFirst()));
    }

    /**
     * Has another address of the host found next, if it has one; to be called on the loop.
     *
     * @param failed where it could not be reached, or something else was
     */
    public void avoid(String host, InetAddress failed) {
        Found known = lastKnown.get(host);
        if (known != null && known.chosen.equals(failed)) {
            lastKnown.put(host, known.next());
        }
    }

    private void resolve(String host, CompletableFuture<List<InetAddress>> answer) {
        try {
            var found = new ArrayList<>(List.of(resolver.resolve(host)));
            found.sort(Comparator.comparing(Inet6Address.class::isInstance));
            answer.complete(found);
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
