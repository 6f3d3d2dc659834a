package io.clew.server;

import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.transport.json.Json;
import io.clew.transport.json.JsonException;
import io.clew.transport.json.JsonReader;
import io.clew.transport.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

/** Asks other nodes, by their HTTP API, to change who is in the cluster. Blocks. */
final class OtherNodes {
    private static final Duration CONNECT = Duration.ofMillis(500);

    /** Until an answer begins: the client's own limit ends there. */
    private static final Duration ANSWER = Duration.ofSeconds(6);

    private static final long WHOLE_SECONDS = 7;

    /** Far more than a node has to say. */
    static final int BYTES_MAX = 1 << 20;

    private static final int REDIRECTS_MAX = 5;
    private static final String SCHEME = "http://";

    /** What a node answered. */
    record Said(int status, String body) {
        boolean ok() {
            return status == 200;
        }
    }

    private final Predicate<String> reaches;

    /** Made when somebody is to be asked: it loads all of TLS, and a start would wait for that. */
    private static final class Client {
        static final HttpClient ONLY =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .build();
    }

    /**
     * @param reaches whether this node may talk to an address
     */
    OtherNodes(Predicate<String> reaches) {
        this.reaches = reaches;
    }

    /** Asks any member, which sends on to the leader, for a change of the members. */
    Said change(String address, List<Member> add, List<Member> replicas, List<String> remove)
            throws IOException {
        var out = new JsonWriter().beginObject();
        write(out, "add", add);
        write(out, "add-replicas", replicas);
        out.name("remove").beginArray();
        remove.forEach(out::value);
        out.endArray();
        return post(address, "/cluster/members", out.endObject().toString());
    }

    private static void write(JsonWriter out, String name, List<Member> members) {
        out.name(name).beginArray();
        for (Member member : members) {
            out.beginObject();
            out.name("id").value(member.id().toString());
            out.name("address").value(member.address());
            out.endObject();
        }
        out.endArray();
    }

    /** What a node says of itself. */
    record Info(
            NodeId node, @Nullable String cluster, @Nullable String standing, boolean onItsWay) {
        boolean left() {
            return "left".equals(standing) || "parting".equals(standing);
        }

        /** Whether it says that it has no cluster, nor founds one. */
        boolean waits() {
            return cluster == null && ("waiting".equals(standing) || "shut-out".equals(standing));
        }
    }

    /** The node that answers at an address; it must not be in a cluster yet, nor found one. */
    Member waitingAt(String address) throws IOException {
        Info info = info(address);
        if (info.left()) {
            throw left(address, info);
        }
        if (info.cluster != null) {
            throw new NotThatNode(address + " belongs to cluster " + info.cluster + " already");
        }
        if (!info.waits()) {
            // It may hear two leaders if it is taken in elsewhere, or have a vote in both clusters.
            throw new NotThatNode(
                    address
                            + " founds a cluster of its own (it says: "
                            + info.standing
                            + "); start it with an empty data folder and without --peers");
        }
        return new Member(info.node, address);
    }

    /**
     * Complains if somebody else answers where a node is to be, or if the node has left a cluster:
     * it has said goodbye for good. Where nobody answers, it is believed to be there soon.
     */
    void refuseImpostor(NodeId node, String address) throws IOException {
        Info info;
        try {
            info = info(address);
        } catch (ConnectException | HttpTimeoutException e) {
            return; // It is asked again by the leader, for as long as it takes.
        }
        if (!info.node.equals(node)) {
            throw new NotThatNode(address + " is node " + info.node + ", not " + node);
        }
        if (info.left()) {
            throw left(address, info);
        }
    }

    private static NotThatNode left(String address, Info info) {
        return new NotThatNode(
                address
                        + " is node "
                        + info.node
                        + ", which has left cluster "
                        + info.cluster
                        + " for good: with another data folder it can come back, as a new node");
    }

    /** What whoever answers at an address says of itself. */
    Info info(String address) throws IOException {
        return told(
                address,
                "/cluster/info",
                info -> {
                    NodeId node = id(info, "node");
                    boolean onItsWay = new Json.Bool(true).equals(info.fields().get("on-its-way"));
                    return node.bound()
                            ? new Info(
                                    node, text(info, "cluster"), text(info, "standing"), onItsWay)
                            : null;
                });
    }

    /**
     * All members of the cluster of whoever answers at an address, as its leader has them and for
     * good; null if nobody can say that now.
     */
    @Nullable List<Member> members(String address) throws IOException {
        Led led = led(address);
        if (led.leader != null && !led.leader.equals(address)) {
            String leader = led.leader;
            led = led(leader);
            if (!leader.equals(led.leader)) {
                return null;
            }
        }
        return led.leader == null || !led.committed ? null : led.members;
    }

    /** What a node says of its cluster. */
    private record Led(@Nullable String leader, boolean committed, List<Member> members) {}

    private Led led(String address) throws IOException {
        return told(
                address,
                "/cluster/members",
                said -> {
                    if (!(said.fields().get("members") instanceof Json.Arr(List<Json> items))) {
                        return null;
                    }
                    var members = new ArrayList<Member>();
                    for (Json item : items) {
                        if (item instanceof Json.Obj one) {
                            String where = text(one, "address");
                            members.add(new Member(id(one, "id"), where == null ? "" : where));
                        }
                    }
                    boolean committed = new Json.Bool(true).equals(said.fields().get("committed"));
                    return new Led(text(said, "leader"), committed, List.copyOf(members));
                });
    }

    /**
     * @param meaning of what is told, null if no node would say that
     */
    private <T> T told(String address, String path, Function<Json.Obj, @Nullable T> meaning)
            throws IOException {
        HttpResponse<String> answer = send(address, path, null);
        var said = new Said(answer.statusCode(), answer.body().strip());
        try {
            if (said.ok() && JsonReader.read(said.body) instanceof Json.Obj words) {
                @Nullable T meant = meaning.apply(words);
                if (meant != null) {
                    return meant;
                }
            }
        } catch (JsonException | NumberFormatException e) {
            throw new NotThatNode(address + " does not answer like a node: " + e.getMessage(), e);
        }
        String what = address + " does not answer like a node, but " + said.status;
        // Such as one that has too much to do, or whoever stands before one that starts.
        throw said.status >= 500 ? new IOException(what) : new NotThatNode(what);
    }

    /** Unbound where there is none. */
    private static NodeId id(Json.Obj said, String name) {
        String id = text(said, name);
        return id == null ? NodeId.UNBOUND : new NodeId(Long.parseUnsignedLong(id, 16));
    }

    private static @Nullable String text(Json.Obj info, String name) {
        return info.fields().get(name) instanceof Json.Str(String text) ? text : null;
    }

    /** Goes where it is sent: to the leader, and on if that has changed meanwhile. */
    private Said post(String address, String path, String json) throws IOException {
        HttpResponse<String> answer = send(address, path, json);
        for (int i = 0; i < REDIRECTS_MAX && answer.statusCode() == 307; i++) {
            String location = answer.headers().firstValue("Location").orElse("");
            if (!location.startsWith(SCHEME)) {
                break;
            }
            int end = Math.max(SCHEME.length(), location.indexOf('/', SCHEME.length()));
            answer = send(location.substring(SCHEME.length(), end), location.substring(end), json);
        }
        return new Said(answer.statusCode(), answer.body().strip());
    }

    /**
     * @param json what is posted, null to get
     */
    private HttpResponse<String> send(String address, String path, @Nullable String json)
            throws IOException {
        if (!reaches.test(address)) {
            throw new ConnectException("cannot connect to " + address + ": " + Forwarding.CUT_OFF);
        }
        HttpRequest request = request(address, path, json);
        var body = BodyHandlers.limiting(BodyHandlers.ofString(), BYTES_MAX);
        CompletableFuture<HttpResponse<String>> answer = Client.ONLY.sendAsync(request, body);
        try {
            return answer.get(WHOLE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failure(address, e.getCause());
        } catch (TimeoutException e) {
            throw new HttpTimeoutException(address + " does not answer in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }

    /** What the client says tells nothing by itself, not even of whom it speaks. */
    private static IOException failure(String address, @Nullable Throwable cause) {
        if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
            return unreached(address, "", (IOException) cause);
        }
        return cause instanceof HttpTimeoutException
                ? new HttpTimeoutException(address + " does not answer in time")
                : new IOException(address + " does not answer: " + cause, cause);
    }

    private static HttpRequest request(String address, String path, @Nullable String json)
            throws IOException {
        try {
            var request = HttpRequest.newBuilder(uri(address, path)).timeout(ANSWER);
            return json == null
                    ? request.build()
                    : request.POST(BodyPublishers.ofString(json)).build();
        } catch (IllegalArgumentException e) {
            throw new NotThatNode(address + " cannot be asked: " + e.getMessage(), e);
        }
    }

    /**
     * Names with a '_', as containers have them, are none to a URI: it gets what they stand for.
     */
    static URI uri(String address, String path) throws IOException {
        int colon = address.lastIndexOf(':');
        String host = address.substring(0, Math.max(0, colon));
        if (host.indexOf('_') < 0) {
            return URI.create(SCHEME + address + path);
        }
        try {
            InetAddress found = InetAddress.getByName(host);
            String numbers = found.getHostAddress();
            String literal = found instanceof Inet6Address ? "[" + numbers + "]" : numbers;
            return URI.create(SCHEME + literal + address.substring(colon) + path);
        } catch (UnknownHostException e) {
            throw unreached(address, ": no such host", e);
        }
    }

    private static ConnectException unreached(String address, String why, IOException cause) {
        var unreached = new ConnectException("cannot connect to " + address + why);
        unreached.initCause(cause);
        return unreached;
    }
}
