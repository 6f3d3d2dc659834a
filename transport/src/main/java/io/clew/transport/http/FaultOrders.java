package io.clew.transport.http;

import io.clew.engine.bytes.Bytes;
import io.clew.transport.json.Json;
import io.clew.transport.json.JsonException;

import java.util.ArrayList;
import java.util.List;

/** Orders to cut this node off from others, for tests of whole clusters. */
final class FaultOrders {
    private FaultOrders() {}

    static HttpAnswer obey(Endpoint endpoint, LocalControls controls, Bytes body) {
        if (endpoint == Endpoint.HEAL) {
            controls.heal();
            return HttpAnswer.text(200, Bytes.EMPTY);
        }
        try {
            controls.partition(peers(JsonBody.parse(body)));
            return HttpAnswer.text(200, Bytes.EMPTY);
        } catch (JsonException e) {
            return HttpAnswer.text(400, e.getMessage() + "\n");
        }
    }

    private static List<String> peers(JsonBody in) {
        if (!in.says("peers")) {
            throw new JsonException("'peers' must be an array");
        }
        var peers = new ArrayList<String>();
        for (Json item : in.items("peers")) {
            if (!(item instanceof Json.Str(String peer))) {
                throw new JsonException("'peers' must hold strings");
            }
            peers.add(peer);
        }
        return peers;
    }
}
