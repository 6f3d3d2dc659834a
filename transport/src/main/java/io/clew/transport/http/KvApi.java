package io.clew.transport.http;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Slots;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What the requests mean: turns them into questions to a node, and its replies into answers. Knows
 * no sockets, so that a simulator can step it too.
 */
public final class KvApi {
    /** No order is longer. */
    public static final int JSON_BYTES_MAX = 1 << 20;

    /** A body of so much is read rather than refused: the connection then lives on. */
    private static final int SMALL_BODY_BYTES = 64 << 10;

    private static final HttpAnswer NOT_FOUND = HttpAnswer.text(404, "not found\n");
    private static final HttpAnswer NO_KEY = HttpAnswer.text(404, "key not found\n");
    private static final HttpAnswer NO_VALUE = HttpAnswer.text(400, "value cannot be empty\n");
    private static final HttpAnswer TOO_LARGE = HttpAnswer.text(413, "value too large\n");
    private static final HttpAnswer DONE = HttpAnswer.text(200, Bytes.EMPTY);
    private static final HttpAnswer HEALTHY = HttpAnswer.text(200, "ok\n");

    private final Options options;
    private final LocalControls controls;
    private final Provenance provenance;

    /**
     * @param node the address of the node that answers
     * @param valueBytesMax the largest value
     * @param raftWindow whether votes and appends may be posted as JSON
     * @param faultInjection whether partitions may be ordered
     */
    public record Options(
            String node, int valueBytesMax, boolean raftWindow, boolean faultInjection) {}

    public KvApi(Options options, LocalControls controls) {
        this.options = options;
        this.controls = controls;
        this.provenance = new Provenance(options.node, controls);
    }

    /** The answer that the head alone decides; null if the body is needed. */
    public @Nullable HttpAnswer early(HttpHead head) {
        Target target = Target.parse(head.target());
        Endpoint endpoint = endpoint(target);
        if (endpoint == null) {
            return NOT_FOUND;
        }
        HttpAnswer fault = fault(endpoint, target, head, head.contentLength());
        if (fault != null || endpoint != Endpoint.KEY || !head.method().equals("GET")) {
            return fault;
        }
        return read(head, target) instanceof Routed.Immediate(HttpAnswer answer) ? answer : null;
    }

    /** Whether it is to be answered even where clients have taken every connection. */
    public boolean vital(HttpHead head) {
        return Endpoint.at(Target.parse(head.target()).path()) == Endpoint.HEALTH;
    }

    /**
     * The answer to a request that only the leader can take, given before a body that is not worth
     * sending here; null where the body is small and on its way, or of unknown length: it may be
     * too large for anybody, which is said first.
     */
    public @Nullable HttpAnswer spareBody(HttpHead head, Reply.NotLeader elsewhere) {
        Endpoint endpoint = endpoint(Target.parse(head.target()));
        boolean large = head.contentLength() > SMALL_BODY_BYTES;
        boolean waits = head.contentLength() != 0 && head.header("Expect") != null;
        return endpoint == Endpoint.KEY && (large || waits)
                ? answer(elsewhere, head.target())
                : null;
    }

    public Routed route(HttpHead head, Bytes body) {
        Target target = Target.parse(head.target());
        Endpoint endpoint = endpoint(target);
        if (endpoint == null) {
            return new Routed.Immediate(NOT_FOUND);
        }
        HttpAnswer fault = fault(endpoint, target, head, body.size());
        if (fault != null) {
            return new Routed.Immediate(fault);
        }
        return switch (endpoint) {
            case KEY -> keyed(head, target, body);
            case CLEAR -> write(head, new Command.Clear());
            case MEMBERS ->
                    head.method().equals("POST")
                            ? MemberOrders.change(body)
                            : new Routed.Ask(new Request.Members());
            case JOIN -> MemberOrders.join(body);
            case LEAVE -> new Routed.Order(new ClusterOrder.Leave());
            case TRANSFER -> MemberOrders.transfer(body);
            case SHARDS -> new Routed.Ask(new Request.Shards());
            case DRAIN -> ShardOrders.drain(body);
            case REBALANCE -> ShardOrders.rebalance(body);
            case HEALTH -> new Routed.Immediate(health());
            case INFO, LOG_SNAPSHOT ->
                    GroupChoice.of(target, shard -> new Routed.Ask(new Request.Inspect(shard)));
            case LOG -> GroupChoice.of(target, shard -> LogPages.route(shard, target));
            case VOTE -> GroupChoice.of(target, shard -> RaftWindow.vote(shard, body));
            case APPEND -> GroupChoice.of(target, shard -> RaftWindow.append(shard, body));
            case PARTITION, HEAL ->
                    new Routed.Immediate(FaultOrders.obey(endpoint, controls, body));
        };
    }

    /** The endpoint, as long as it is switched on. */
    private @Nullable Endpoint endpoint(Target target) {
        Endpoint endpoint = Endpoint.at(target.path());
        if (endpoint == null) {
            return null;
        }
        return switch (endpoint) {
            case KEY,
                    CLEAR,
                    INFO,
                    MEMBERS,
                    JOIN,
                    LEAVE,
                    TRANSFER,
                    SHARDS,
                    DRAIN,
                    REBALANCE,
                    LOG,
                    LOG_SNAPSHOT,
                    HEALTH ->
                    endpoint;
            case VOTE, APPEND -> options.raftWindow ? endpoint : null;
            case PARTITION, HEAL -> options.faultInjection ? endpoint : null;
        };
    }

    /**
     * What is wrong with a request whatever the cluster's state; null if nothing is, or only what
     * {@link #read} finds.
     *
     * @param bodyBytes -1 if not known yet
     */
    private @Nullable HttpAnswer fault(
            Endpoint endpoint, Target target, HttpHead head, long bodyBytes) {
        if (!endpoint.takes(head.method())) {
            return HttpAnswer.text(405, "method not allowed\n").with("Allow", endpoint.allow());
        }
        if (endpoint == Endpoint.KEY) {
            return keyFault(target, head, bodyBytes);
        }
        if (bodyBytes > JSON_BYTES_MAX) {
            return TOO_LARGE;
        }
        return endpoint == Endpoint.CLEAR ? writeFault(head) : null;
    }

    private @Nullable HttpAnswer keyFault(Target target, HttpHead head, long bodyBytes) {
        String key = Target.decode(Endpoint.keyPart(target.path()));
        String fault = key == null ? "key is not percent-encoded correctly" : KeyRule.fault(key);
        if (fault != null) {
            return HttpAnswer.text(400, fault + "\n");
        }
        if (head.method().equals("GET")) {
            return null;
        }
        if (bodyBytes > options.valueBytesMax) {
            return TOO_LARGE;
        }
        return head.method().equals("PUT") && bodyBytes == 0 ? NO_VALUE : writeFault(head);
    }

    private @Nullable HttpAnswer writeFault(HttpHead head) {
        String fault = SessionToken.fault(head, controls.cluster());
        return fault == null ? IdempotencyKey.fault(head) : HttpAnswer.text(400, fault + "\n");
    }

    private static Bytes key(Target target) {
        return Bytes.utf8(Objects.requireNonNull(Target.decode(Endpoint.keyPart(target.path()))));
    }

    private Routed keyed(HttpHead head, Target target, Bytes body) {
        return switch (head.method()) {
            case "PUT" -> write(head, new Command.Put(key(target), body));
            case "DELETE" -> write(head, new Command.Delete(key(target)));
            default -> read(head, target);
        };
    }

    private static Routed write(HttpHead head, Command.Write command) {
        return new Routed.Ask(IdempotencyKey.write(head, command));
    }

    private Routed read(HttpHead head, Target target) {
        try {
            Bytes key = key(target);
            int shard = Slots.shardOf(key, controls.shards());
            var wanted = Consistency.of(target, head, controls.cluster());
            return new Routed.Ask(wanted.request(shard, key));
        } catch (Consistency.Malformed e) {
            return new Routed.Immediate(HttpAnswer.text(400, e.getMessage() + "\n"));
        }
    }

    private HttpAnswer health() {
        return controls.healthy() ? HEALTHY : HttpAnswer.unavailable("not ready");
    }

    /** The answer to a request that the node has replied to. */
    public HttpAnswer answer(Reply reply, HttpHead head) {
        return provenance.add(answer(reply, head.target()), reply, head);
    }

    /**
     * The same without saying who answers and as of when.
     *
     * @param target the request's, as it was sent
     */
    public HttpAnswer answer(Reply reply, String target) {
        return switch (reply) {
            case Reply.Done _ -> DONE;
            case Reply.DoneOnce done -> IdempotencyKey.answer(done);
            case Reply.KeyRefused refused -> IdempotencyKey.answer(refused);
            case Reply.Found found -> HttpAnswer.text(200, found.value());
            case Reply.Missing missing -> NO_KEY;
            case Reply.NotLeader(String leader) -> redirect(leader, target);
            case Reply.Refused(String why) -> HttpAnswer.unavailable(why);
            case Reply.Full(String why) -> HttpAnswer.text(507, why + "\n");
            case Reply.Unknown(String why) ->
                    HttpAnswer.text(504, "outcome unknown: " + why + "\n");
            case Reply.Inspected(var status) ->
                    Endpoint.at(Target.parse(target).path()) == Endpoint.LOG_SNAPSHOT
                            ? ClusterJson.snapshot(status)
                            : ClusterJson.info(status, controls);
            case Reply.Members members -> ClusterJson.members(members);
            case Reply.Shards shards -> ShardsJson.answer(shards);
            case Reply.Rejected(String why) -> HttpAnswer.text(409, why + "\n");
            case Reply.NotCarried nowhere -> GroupChoice.answer(nowhere);
            case Reply.LogPage page -> LogPages.answer(page);
            case Reply.Resigned(boolean wasLeader) -> DONE;
            case Reply.WindowVoted voted -> RaftWindow.answer(voted);
            case Reply.WindowAppended appended -> RaftWindow.answer(appended);
        };
    }

    private static HttpAnswer redirect(@Nullable String leader, String target) {
        if (leader == null) {
            return HttpAnswer.unavailable("no leader is known");
        }
        Target parts = Target.parse(target);
        String query = parts.query().isEmpty() ? "" : "?" + parts.query();
        return HttpAnswer.text(307, "the leader is " + leader + "\n")
                .with("Location", "http://" + leader + parts.path() + query);
    }
}
