package io.clew.transport.http;

import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;
import io.clew.transport.HostPort;
import io.clew.transport.http.ClusterOrder.Comer;
import io.clew.transport.json.Json;
import io.clew.transport.json.JsonException;

import java.util.ArrayList;
import java.util.List;

/**
 * Orders about who is in the cluster, as JSON.
 *
 * <pre>
 *   POST /cluster/join     {"leader": "host:port"}
 *   POST /cluster/members  {"add": [...], "add-replicas": [...], "remove": ["host:port", ...]}
 *   POST /cluster/transfer {"to": "host:port"}, or no body: to whoever is furthest
 * </pre>
 *
 * Who is to be added is named by address or, by a node that asks for itself, with its identity:
 * {@code {"id": "0123456789abcdef", "address": "host:port"}}. Whoever is named by address has to
 * answer there.
 */
final class MemberOrders {
    private static final int ID_DIGITS = 16;

    private MemberOrders() {}

    static Routed join(Bytes body) {
        try {
            String leader = JsonBody.parse(body).text("leader");
            return new Routed.Order(new ClusterOrder.Join(List.of(leader)));
        } catch (JsonException e) {
            return RaftWindow.fault(e);
        }
    }

    static Routed transfer(Bytes body) {
        if (body.size() == 0) {
            return new Routed.Ask(new Request.Transfer(null));
        }
        try {
            String to = JsonBody.parse(body).only("to").textOrNull("to");
            return new Routed.Ask(new Request.Transfer(to == null ? null : HostPort.withHost(to)));
        } catch (JsonException e) {
            return RaftWindow.fault(e);
        }
    }

    static Routed change(Bytes body) {
        try {
            var in = JsonBody.parse(body).only("add", "add-replicas", "remove");
            List<String> removed = texts(in, "remove").stream().map(HostPort::withHost).toList();
            List<Comer> voters = comers(in, "add");
            List<Comer> replicas = comers(in, "add-replicas");
            return voters.isEmpty() && replicas.isEmpty()
                    ? new Routed.Ask(new Request.ChangeMembers(List.of(), List.of(), removed))
                    : new Routed.Order(new ClusterOrder.Change(voters, replicas, removed));
        } catch (JsonException e) {
            return RaftWindow.fault(e);
        }
    }

    private static List<String> texts(JsonBody in, String name) {
        var texts = new ArrayList<String>();
        for (Json item : in.items(name)) {
            if (!(item instanceof Json.Str(String text))) {
                throw new JsonException("'" + name + "' must hold addresses");
            }
            texts.add(text);
        }
        return texts;
    }

    private static List<Comer> comers(JsonBody in, String name) {
        var comers = new ArrayList<Comer>();
        for (Json item : in.items(name)) {
            if (item instanceof Json.Str(String address)) {
                comers.add(new Comer(null, address));
            } else {
                JsonBody comer = JsonBody.of(item);
                comers.add(new Comer(id(comer.text("id")), comer.text("address")));
            }
        }
        return comers;
    }

    private static NodeId id(String text) {
        if (text.length() != ID_DIGITS || !text.matches("[0-9a-f]+")) {
            throw new JsonException("'id' must have 16 hexadecimal digits, not '" + text + "'");
        }
        return new NodeId(Long.parseUnsignedLong(text, 16));
    }
}
