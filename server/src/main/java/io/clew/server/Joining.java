package io.clew.server;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Has this node taken into a cluster: asks one member after the other until the node finds itself
 * among the members, however often it or they are restarted meanwhile.
 */
final class Joining {
    private static final Logger LOG = LoggerFactory.getLogger("clew");
    private static final long PAUSE_MILLIS = 500;

    private final Questions node;
    private final OtherNodes others;
    private final JoinFile file;
    private final Member self;

    /** By the address of whom it concerns: what was said last. */
    private final TreeMap<String, String> complaints = new TreeMap<>();

    Joining(Questions node, OtherNodes others, JoinFile file, NodeId id, String address) {
        this.node = node;
        this.others = others;
        this.file = file;
        this.self = new Member(id, address);
    }

    /** Starts to ask. The result is what was answered first, by anybody who decides. */
    CompletableFuture<OtherNodes.Said> start(JoinFile.Wish wish) {
        var first = new CompletableFuture<OtherNodes.Said>();
        Thread.ofVirtual().name("joining").start(() -> run(wish, first));
        return first;
    }

    private void run(JoinFile.Wish wish, CompletableFuture<OtherNodes.Said> first) {
        LOG.info("waits to be taken into the cluster of {}", seeds(wish));
        boolean accepted = false;
        while (!isMember()) {
            for (String seed : accepted ? List.<String>of() : wish.seeds()) {
                OtherNodes.Said said = ask(seed, wish);
                if (said != null) {
                    accepted = said.ok();
                    first.complete(said);
                    break;
                }
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
        file.delete();
        LOG.info("is a member of the cluster now");
    }

    private static String seeds(JoinFile.Wish wish) {
        return wish.seeds().isEmpty() ? "whoever asks for it" : String.join(",", wish.seeds());
    }

    /** What somebody who decides has said, null if nobody did. */
    private OtherNodes.@Nullable Said ask(String seed, JoinFile.Wish wish) {
        List<Member> own = List.of(self);
        try {
            OtherNodes.Said said =
                    others.change(
                            seed,
                            wish.replica() ? List.of() : own,
                            wish.replica() ? own : List.of(),
                            List.of());
            boolean decided = said.ok() || said.status() == 409;
            say(seed, "answers " + said.status() + " " + said.body());
            return decided ? said : null;
        } catch (IOException e) {
            say(seed, "cannot be asked: " + e);
            return null;
        }
    }

    /** Each complaint once in a row. */
    private void say(String seed, String text) {
        if (!text.equals(complaints.put(seed, text))) {
            LOG.info("joining: {} {}", seed, text);
        }
    }

    /** Whether the disk knows it: until then a restart depends on the file. */
    private boolean isMember() {
        if (!(node.ask(new Request.Members()) instanceof Reply.Members members)
                || members.membership().clusterId() == 0) {
            return false;
        }
        return members.members().stream()
                .anyMatch(m -> m.member().id().equals(self.id()) && m.match() >= members.index());
    }
}
