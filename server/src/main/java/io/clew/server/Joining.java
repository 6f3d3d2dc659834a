package io.clew.server;

import io.clew.engine.raft.Member;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Has this node taken into a cluster: asks one member after the other until the node finds itself
 * among the members, however often it or they are restarted meanwhile.
 */
final class Joining {
    private static final Logger LOG = LoggerFactory.getLogger("clew");
    private static final long PAUSE_MILLIS = 500;

    /**
     * For so many pauses it waits to be taken in once it was accepted: a leader that does not reach
     * it takes that back, without a word to it.
     */
    private static final int PATIENCE = 120;

    private final Arrival arrival;
    private final OtherNodes others;
    private final JoinFile file;
    private final Member self;
    private final JoinFile.Wish wish;
    private final CompletableFuture<OtherNodes.Said> first = new CompletableFuture<>();
    private final Runnable joined;
    private volatile boolean givenUp;

    /**
     * Those whose clusters have no place for it: once that is all of them, only somebody else's
     * order can bring it back. One may be another cluster's by now.
     */
    private final TreeSet<String> removedBy = new TreeSet<>();

    /** By the address of whom it concerns: what was said last. */
    private final ConcurrentSkipListMap<String, String> complaints = new ConcurrentSkipListMap<>();

    /**
     * @param joined done once the node is what it wanted to be
     */
    Joining(
            Questions node,
            OtherNodes others,
            JoinFile file,
            Member self,
            JoinFile.Wish wish,
            Runnable joined) {
        this.joined = joined;
        this.arrival = new Arrival(node, self.id());
        this.others = others;
        this.file = file;
        this.self = self;
        this.wish = wish;
    }

    void start() {
        Thread.ofVirtual().name("joining").start(() -> run(this::join));
    }

    /** Only waits until nothing is missing, since a restart found the node taken in already. */
    void startToFinish() {
        Thread.ofVirtual().name("joining").start(() -> run(this::finish));
    }

    /**
     * Ends it soon, and leaves the data folder alone from now on: another order has taken the place
     * of this one, or another node that of this one.
     */
    synchronized void giveUp() {
        givenUp = true;
        first.cancel(false);
    }

    /** What changes the data folder; says whether it still may. */
    private synchronized boolean unlessGivenUp(Runnable change) {
        if (!givenUp) {
            change.run();
        }
        return !givenUp;
    }

    /** What is answered first, by anybody who decides. */
    CompletableFuture<OtherNodes.Said> first() {
        return first;
    }

    String complaints() {
        return complaints.isEmpty() ? "nobody has answered" : complaints.toString();
    }

    private void run(Runnable way) {
        try {
            way.run();
        } catch (RuntimeException e) {
            LOG.error("joining: ends, a restart goes on with it", e);
            complaints.put("this node", "" + e.getMessage());
            first.completeExceptionally(e);
        }
    }

    private void join() {
        LOG.info("waits to be taken into the cluster of {}", seeds());
        int waits = 0;
        while (!arrival.taken()) {
            if (waits > 0) {
                waits--;
            } else if (askAll()) {
                waits = PATIENCE;
            }
            if (!pause() || givenUp) {
                return;
            }
        }
        if (unlessGivenUp(file::delete)) {
            LOG.info("is a member of the cluster now");
            finish();
        }
    }

    /** Waits until nothing is missing. */
    private void finish() {
        while (!arrival.complete()) {
            if (!pause() || givenUp) {
                return;
            }
        }
        var _ = unlessGivenUp(joined);
    }

    /** Asks until somebody decides; says whether this node was accepted. */
    private boolean askAll() {
        for (String seed : wish.seeds()) {
            OtherNodes.Said said = givenUp || removed() ? null : ask(seed);
            if (said != null) {
                first.complete(said);
                return said.ok();
            }
        }
        return false;
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private String seeds() {
        return wish.seeds().isEmpty() ? "whoever asks for it" : String.join(",", wish.seeds());
    }

    /** What somebody who decides has said, null if nobody did. */
    private OtherNodes.@Nullable Said ask(String seed) {
        String old = wish.replaces();
        try {
            OtherNodes.Said said = change(seed, old == null ? List.of() : List.of(old));
            if (old != null && !said.ok() && hasPlace(seed, old)) {
                // An answer may have been lost. Where the old member is still there, its address
                // keeps the new one from joining beside it.
                said = change(seed, List.of());
            }
            say(seed, "answers " + said.status() + " " + said.body());
            boolean decided = said.ok() || (said.status() == 409 && old == null);
            return decided ? said : null;
        } catch (IOException e) {
            say(seed, "gives no answer: " + e.getMessage());
            return null;
        }
    }

    private OtherNodes.Said change(String seed, List<String> out) throws IOException {
        List<Member> own = List.of(self);
        return others.change(
                seed, wish.replica() ? List.of() : own, wish.replica() ? own : List.of(), out);
    }

    /**
     * Whether the cluster has this node already, or whoever it was: a node that was removed,
     * perhaps for its disk, must not come back by itself.
     */
    private boolean hasPlace(String seed, String old) throws IOException {
        List<Member> members = others.members(seed);
        if (members == null) {
            return false; // Nobody can say, and it asks again.
        }
        boolean has =
                members.stream()
                        .anyMatch(
                                member ->
                                        member.id().equals(self.id())
                                                || member.id().toString().equals(old)
                                                || member.address().equals(old)
                                                || member.address().equals(self.address()));
        if (!has && removedBy.add(seed) && removed()) {
            LOG.error(
                    "joining: asks no more: {} was removed from the cluster of {}, and this node"
                            + " was to take its place; POST /cluster/join has it taken in all the"
                            + " same. What was set aside stays as it is",
                    old,
                    seeds());
        }
        return has;
    }

    private boolean removed() {
        return !removedBy.isEmpty() && removedBy.containsAll(wish.seeds());
    }

    /** Each complaint once in a row. */
    private void say(String seed, String text) {
        if (!text.equals(complaints.put(seed, text))) {
            LOG.info("joining: {} {}", seed, text);
        }
    }
}
