package io.clew.transport.http;

import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
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
 * {@code {"id": "0123456789abcdef", "address": "host:port"}}.
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
            return new Routed.Ask(new Request.Transfer(to == null ? null : full(to)));
        } catch (JsonException e) {
            return RaftWindow.fault(e);
        }
    }

    static Routed change(Bytes body) {
        try {
            var in = JsonBody.parse(body).only("add", "add-replicas", "remove");
            List<String> removed = texts(in, "remove").stream().map(MemberOrders::full).toList();
            if (allNameThemselves(in)) {
                return new Routed.Ask(
                        new Request.ChangeMembers(
                                members(in, "add"), members(in, "add-replicas"), removed));
            }
            return new Routed.Order(
                    new ClusterOrder.Change(texts(in, "add"), texts(in, "add-replicas"), removed));
        } catch (JsonException e) {
            return RaftWindow.fault(e);
        }
    }

    /** A host may be left out. */
    static String full(String address) {
        return address.startsWith(":") ? "127.0.0.1" + address : address;
    }

    private static boolean allNameThemselves(JsonBody in) {
        var all = new ArrayList<Json>(in.items("add"));
        all.addAll(in.items("add-replicas"));
        return all.stream().allMatch(item -> item instanceof Json.Obj);
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

    private static List<Member> members(JsonBody in, String name) {
        var members = new ArrayList<Member>();
        for (Json item : in.items(name)) {
            JsonBody member = JsonBody.of(item);
            members.add(new Member(id(member.text("id")), member.text("address")));
        }
        return members;
    }

    private static NodeId id(String text) {
        if (text.length() != ID_DIGITS || !text.matches("[0-9a-f]+")) {
            throw new JsonException("'id' must have 16 hexadecimal digits, not '" + text + "'");
        }
        return new NodeId(Long.parseUnsignedLong(text, 16));
    }
}
