package io.clew.engine;

import io.clew.engine.api.Reply;
import io.clew.engine.api.Request;
import io.clew.engine.raft.Entry;
import io.clew.engine.raft.LogId;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.Message;
import io.clew.engine.raft.Raft;
import io.clew.engine.wire.CommandCodec;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * The teaching window: votes and appends asked for by a tool instead of a peer. They take the way
 * of the binary messages and obey the same rules; what no peer would send is refused before.
 */
final class Window {
    /** A term near the last one would leave none for the elections to come. */
    private static final long TERM_MAX = Long.MAX_VALUE / 2;

    private final Replica group;
    private final Directory directory;
    private final Raft raft;

    Window(Replica group, Directory directory) {
        this.group = group;
        this.directory = directory;
        this.raft = group.raft();
    }

    /** Whether the request was handed to Raft, which answers it by its ticket. */
    boolean vote(long now, long ticket, Request.WindowVote request) {
        Member candidate = voterAt(request.candidate());
        if (candidate == null || !believable(candidate, request.term())) {
            return false;
        }
        raft.receive(
                now,
                candidate.id(),
                ticket,
                new Message.VoteRequest(
                        request.term(),
                        request.last(),
                        false,
                        false,
                        raft.membership().openClusterId()));
        return true;
    }

    /** Whether the request was handed to Raft, which answers it by its ticket. */
    boolean append(long now, long ticket, Request.WindowAppend request) {
        Member leader = voterAt(request.leader());
        if (leader == null || !believable(leader, request.term()) || !wellFormed(request)) {
            return false;
        }
        List<Entry> entries = new ArrayList<>();
        for (Request.WindowEntry entry : request.entries()) {
            entries.add(
                    new Entry(
                            entry.index(),
                            entry.term(),
                            Entry.Kind.COMMAND,
                            CommandCodec.encode(entry.command())));
        }
        raft.receive(
                now,
                leader.id(),
                ticket,
                new Message.Append(request.term(), request.previous(), request.commit(), entries));
        return true;
    }

    private @Nullable Member voterAt(String address) {
        for (Member voter : raft.membership().voters()) {
            if (directory.address(group, voter).equals(address)) {
                return voter;
            }
        }
        return null;
    }

    private boolean believable(Member member, long term) {
        return member.id().bound() && !member.id().equals(raft.self()) && term <= TERM_MAX;
    }

    private static boolean wellFormed(Request.WindowAppend request) {
        LogId previous = request.previous();
        for (Request.WindowEntry entry : request.entries()) {
            if (entry.index() != previous.index() + 1
                    || entry.term() < Math.max(1, previous.term())
                    || entry.term() > request.term()) {
                return false;
            }
            previous = new LogId(entry.term(), entry.index());
        }
        return request.previous().index() >= 0 && request.commit() >= 0;
    }

    /** What a message of Raft's means to the tool that waits for it. */
    static Reply reply(Message message) {
        return switch (message) {
            case Message.VoteReply(long term, boolean granted, boolean _) ->
                    new Reply.WindowVoted(term, granted);
            case Message.Appended(long term, long _) -> new Reply.WindowAppended(term, true);
            case Message.AppendRejected(long term, long _, LogId _) ->
                    new Reply.WindowAppended(term, false);
            case Message.Stale(long term) -> new Reply.WindowAppended(term, false);
            case Message.VoteRequest _,
                    Message.Append _,
                    Message.Heartbeat _,
                    Message.HeartbeatReply _,
                    Message.SnapshotChunk _,
                    Message.SnapshotProgress _,
                    Message.StateCheck _,
                    Message.StateHashed _,
                    Message.ReadIndex _,
                    Message.ReadIndexReply _,
                    Message.TimeoutNow _ ->
                    throw new Invariant.Broken("not an answer: " + message);
        };
    }
}
