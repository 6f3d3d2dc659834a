package io.clew.server;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.api.Status;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.transport.http.ClusterOrder;
import io.clew.transport.http.HttpAnswer;
import io.clew.transport.http.KvApi;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Carries out what is ordered about the members of a cluster and needs more than this node's own
 * engine: other nodes are asked, and the data folder remembers.
 */
final class ClusterOrders {
    private static final Logger LOG = LoggerFactory.getLogger("clew");
    private static final String MEMBERS_PATH = "/cluster/members";
    private static final long JOIN_SECONDS = 10;
    private static final HttpAnswer OK = HttpAnswer.text(200, "");

    private final Questions node;
    private final KvApi api;
    private final Member self;
    private final JoinFile file;
    private final Runnable joined;
    private final OtherNodes others;

    /**
     * Held while an order to join is judged: two at a time would undo each other's wishes. Whoever
     * asks meanwhile is told so, and does not give its own cluster up for one that may be gone: of
     * two nodes that are to join each other at least one sees the other on its way.
     */
    private final ReentrantLock deciding = new ReentrantLock();

    private @Nullable Joining joining;
    private boolean ended;

    /**
     * @param joined done when this node has been taken into a cluster
     */
    ClusterOrders(
            ApiHandler.Node node,
            KvApi api,
            Member self,
            JoinFile file,
            OtherNodes others,
            Runnable joined) {
        this.joined = joined;
        this.node = new Questions(node);
        this.api = api;
        this.self = self;
        this.file = file;
        this.others = others;
    }

    /** Goes on to join, or starts to, instead of whatever was asked for before. */
    synchronized Joining join(JoinFile.Wish wish) {
        Joining next = insteadOfAny(wish);
        if (!ended) {
            next.start();
        }
        return next;
    }

    /** Goes on with what a restart has cut off between being taken in and being whole. */
    synchronized void finishJoining() {
        insteadOfAny(new JoinFile.Wish(false, List.of(), null)).startToFinish();
    }

    private synchronized Joining insteadOfAny(JoinFile.Wish wish) {
        if (joining != null) {
            joining.giveUp();
        }
        joining = new Joining(node, others, file, self, wish, joined);
        if (ended) {
            joining.giveUp();
        }
        return joining;
    }

    /** From now on nobody is asked, and the data folder not touched: the node ends. */
    synchronized void stop() {
        ended = true;
        if (joining != null) {
            joining.giveUp();
        }
    }

    void carryOut(ClusterOrder order, Consumer<HttpAnswer> respond) {
        Thread.ofVirtual().name("order").start(() -> respond.accept(carriedOut(order)));
    }

    private HttpAnswer carriedOut(ClusterOrder order) {
        try {
            return switch (order) {
                case ClusterOrder.Join join -> joined(join);
                case ClusterOrder.Leave() -> left();
                case ClusterOrder.Change change -> changed(change);
            };
        } catch (RuntimeException e) {
            // Such as a disk that takes no file: whoever ordered waits for an answer.
            LOG.error("an order about members fails: {}", order, e);
            return HttpAnswer.text(500, e.getMessage() + "\n");
        }
    }

    private HttpAnswer joined(ClusterOrder.Join join) {
        var seeds = new ArrayList<String>();
        try {
            join.members().forEach(m -> seeds.add(Addresses.parse("leader", m).toString()));
        } catch (UsageException e) {
            return HttpAnswer.text(400, e.getMessage() + "\n");
        }
        if (!deciding.tryLock()) {
            return HttpAnswer.unavailable("another order to join is being carried out");
        }
        Joining begun;
        try {
            JoinFile.Wish before = file.read();
            // Who waits to follow was told which cluster, and not that it shall vote there.
            var wish = new JoinFile.Wish(before != null && before.replica(), seeds, null);
            HttpAnswer objection = objection(seeds);
            if (objection == null) {
                objection = givesItsClusterUp(wish, before);
            }
            if (objection != null) {
                return objection;
            }
            begun = join(wish);
        } finally {
            deciding.unlock();
        }
        return joined(begun);
    }

    /** Null once it has none. */
    private @Nullable HttpAnswer givesItsClusterUp(
            JoinFile.Wish wish, JoinFile.@Nullable Wish before) {
        // Before the old cluster is forgotten: or a crash in between would found a new one.
        if (!unlessEnded(() -> file.write(wish))) {
            return HttpAnswer.unavailable("this node ends");
        }
        Reply reply = node.ask(new Request.Renounce(false));
        if (reply instanceof Reply.Rejected || reply instanceof Reply.Refused) {
            var _ = unlessEnded(() -> file.restore(before));
        }
        // Where the outcome is unknown the cluster may yet be forgotten: the wish must stay.
        return reply instanceof Reply.Done ? null : api.answer(reply, MEMBERS_PATH);
    }

    /** Whether this node may be giving its cluster up at this moment. */
    boolean onItsWay() {
        return deciding.isLocked();
    }

    private synchronized boolean unlessEnded(Runnable change) {
        if (!ended) {
            change.run();
        }
        return !ended;
    }

    /** Looked at first: afterwards the node has no cluster, and asks until somebody answers. */
    private @Nullable HttpAnswer objection(List<String> seeds) {
        // Whoever can never join says that, and not that nobody is there.
        Reply trial = node.ask(new Request.Renounce(true));
        if (!(trial instanceof Reply.Done)) {
            return api.answer(trial, MEMBERS_PATH);
        }
        var waiting = new ArrayList<String>();
        var onTheirWay = new ArrayList<String>();
        int clusters = 0;
        for (String seed : seeds) {
            try {
                OtherNodes.Info info = seed.equals(self.address()) ? null : others.info(seed);
                if (info == null || info.node().equals(self.id())) {
                    String text = seed + " is this node itself: name a member of another cluster";
                    return HttpAnswer.text(400, text + "\n");
                }
                if (info.waits()) {
                    waiting.add(seed);
                } else if (info.onItsWay()) {
                    onTheirWay.add(seed);
                } else {
                    clusters++;
                }
            } catch (ConnectException e) {
                return HttpAnswer.unavailable("nothing has changed: " + e.getMessage());
            } catch (IOException e) {
                // Somebody is there, who may have more to say later.
                LOG.info("joining: {} does not say who it is: {}", seed, e.getMessage());
            }
        }
        if (clusters == 0 && !onTheirWay.isEmpty()) {
            return HttpAnswer.unavailable(
                    "nothing has changed: told to join another cluster itself is "
                            + String.join(",", onTheirWay));
        }
        return clusters > 0 || waiting.isEmpty() ? null : inNoCluster(waiting);
    }

    private static HttpAnswer inNoCluster(List<String> waiting) {
        return HttpAnswer.text(
                409,
                "nothing has changed: there is no cluster to join at %s, which waits itself\n"
                        .formatted(String.join(",", waiting)));
    }

    private HttpAnswer joined(Joining joining) {
        try {
            OtherNodes.Said said = joining.first().get(JOIN_SECONDS, TimeUnit.SECONDS);
            return said.ok() ? OK : answer(said);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HttpAnswer.text(504, "interrupted\n");
        } catch (ExecutionException e) {
            return HttpAnswer.text(500, joining.complaints() + "\n");
        } catch (CancellationException e) {
            String text = "given up for another order, or as this node ends: ";
            return HttpAnswer.text(504, text + joining.complaints() + "\n");
        } catch (TimeoutException e) {
            String text = "not taken in yet, this node goes on asking: " + joining.complaints();
            return HttpAnswer.text(504, text + "\n");
        }
    }

    /** Once it has left, it has left. */
    private HttpAnswer left() {
        if (node.ask(new Request.Inspect()) instanceof Reply.Inspected(Status status)) {
            switch (status.standing()) {
                case PARTING, LEFT -> {
                    // Whoever still waits to be taken in may only read so on its own disk.
                    if (file.read() == null) {
                        return OK;
                    }
                }
                case WAITING, FOUNDING, SHUT_OUT -> {
                    return HttpAnswer.text(409, "this node is in no cluster\n");
                }
                case VOTER, LEARNER, REPLICA -> {}
            }
        }
        HttpAnswer answer = change(List.of(), List.of(), List.of(self.id().toString()));
        if (answer.status() == 200) {
            giveWishUp();
        }
        return answer;
    }

    /** Whoever was told to go while it was joining would else ask again to be taken in. */
    private synchronized void giveWishUp() {
        if (joining != null && !ended && file.waits()) {
            LOG.info("was taken out of the cluster, and does not ask to be taken in any more");
            joining.giveUp();
            file.delete();
        }
    }

    private static HttpAnswer answer(OtherNodes.Said said) {
        return said.status() == 503
                ? HttpAnswer.unavailable(said.body())
                : HttpAnswer.text(said.status(), said.body() + "\n");
    }

    private HttpAnswer changed(ClusterOrder.Change change) {
        try {
            List<Member> voters = find(change.voters());
            List<Member> replicas = find(change.replicas());
            HttpAnswer answer = change(voters, replicas, change.removed());
            boolean comes =
                    Stream.concat(voters.stream(), replicas.stream()).anyMatch(this::isSelf);
            // At its own address it may take the place of who was there.
            if (answer.status() == 200
                    && !comes
                    && change.removed().stream().anyMatch(this::namesSelf)) {
                giveWishUp();
            }
            return answer;
        } catch (UsageException e) {
            return HttpAnswer.text(400, e.getMessage() + "\n");
        } catch (NotThatNode e) {
            return HttpAnswer.text(409, e.getMessage() + "\n");
        } catch (IOException e) {
            return HttpAnswer.unavailable("nothing has changed, try again: " + e.getMessage());
        }
    }

    private boolean isSelf(Member member) {
        return member.id().equals(self.id());
    }

    private boolean namesSelf(String name) {
        return name.equals(self.address()) || name.equals(self.id().toString());
    }

    private List<Member> find(List<ClusterOrder.Comer> comers) throws IOException {
        var found = new ArrayList<Member>();
        for (ClusterOrder.Comer comer : comers) {
            String where = Addresses.parse("a member", comer.address()).toString();
            NodeId who = comer.id();
            if (who == null) {
                found.add(others.waitingAt(where));
            } else {
                others.refuseImpostor(who, where);
                found.add(new Member(who, where));
            }
        }
        return found;
    }

    /** Changes the members, here if this node leads, else by way of the leader. */
    private HttpAnswer change(List<Member> add, List<Member> replicas, List<String> removed) {
        Reply reply = node.ask(new Request.ChangeMembers(add, replicas, removed));
        if (!(reply instanceof Reply.NotLeader(String leader)) || leader == null) {
            return api.answer(reply, MEMBERS_PATH);
        }
        try {
            OtherNodes.Said said = others.change(leader, add, replicas, removed);
            return said.ok() ? OK : answer(said);
        } catch (ConnectException e) {
            return HttpAnswer.unavailable("nobody was asked: " + e.getMessage());
        } catch (IOException e) {
            return HttpAnswer.text(504, "outcome unknown: " + e.getMessage() + "\n");
        }
    }
}
