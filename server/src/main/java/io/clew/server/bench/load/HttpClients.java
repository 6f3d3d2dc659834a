package io.clew.server.bench.load;

import io.netty.bootstrap.Bootstrap;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Clients over HTTP that share no connections.
 *
 * @param history records every operation, null for none
 */
public record HttpClients(Workload workload, Destination destination, @Nullable HistoryFile history)
        implements LoadGenerator.Clients {
    @Override
    public List<HttpLoadClient> of(Bootstrap bootstrap, Tally tally) {
        return IntStream.range(0, workload.clients())
                .mapToObj(i -> new HttpLoadClient(bootstrap, this, tally, i))
                .toList();
    }
}
