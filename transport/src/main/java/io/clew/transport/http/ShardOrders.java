package io.clew.transport.http;

import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.transport.HostPort;
import io.clew.transport.json.JsonException;

/**
 * Orders about where shards are, as JSON.
 *
 * <pre>
 *   POST /cluster/drain     {"node": "host:port"}, and to take that back {"node": ..., "on": false}
 *   POST /cluster/rebalance {"paused": true|false}
 * </pre>
 */
final class ShardOrders {
    private ShardOrders() {}

    static Routed drain(Bytes body) {
        try {
            var in = JsonBody.parse(body).only("node", "on");
            return new Routed.Ask(
                    new Request.Drain(HostPort.withHost(in.text("node")), in.flagOr("on", true)));
        } catch (JsonException e) {
            return RaftWindow.fault(e);
        }
    }

    static Routed rebalance(Bytes body) {
        try {
            return new Routed.Ask(
                    new Request.PauseMoves(JsonBody.parse(body).only("paused").flag("paused")));
        } catch (JsonException e) {
            return RaftWindow.fault(e);
        }
    }
}
