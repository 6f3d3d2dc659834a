package io.clew.engine;

import io.clew.engine.raft.Answering;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;

import java.util.List;
import java.util.TreeMap;

/**
 * Has the leader of shard 0 take back who is to join the cluster and has fallen silent before it
 * has caught up, since every other change of the members waits for it.
 *
 * <p>All that were to come or go with it are taken back too, as when an operator orders it: they
 * were to do so in one change, and a part of that may be what nobody wants, such as one who goes
 * without the one who was to replace it. Those who are there can be ordered again.
 *
 * <p>It counts from when this node began to lead, or to see the joiner: what others have heard it
 * does not know. The heartbeats that it sends wake it often enough.
 */
final class Joiners {
    private final long patienceNanos;
    private final TreeMap<NodeId, Long> heardAt = new TreeMap<>();

    /** In which this node has heard what it remembers. */
    private long term;

    Joiners(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** Takes back who is silent, if this node leads and a change may begin. */
    void step(long now, Raft raft, List<Note> notes) {
        List<Member> joining = raft.leads() ? raft.membership().joining() : List.of();
        if (term != raft.term() || joining.isEmpty()) {
            term = raft.term();
            heardAt.clear();
        }
        if (joining.isEmpty()) {
            return; // As in nearly every step there is.
        }
        List<NodeId> ids = joining.stream().map(Member::id).toList();
        listen(now, ids, raft.answering(now));
        List<String> silent =
                joining.stream()
                        .filter(member -> silent(now, member.id()))
                        .map(Member::address)
                        .toList();
        var change = new Change(List.of(), List.of(), ids);
        if (!silent.isEmpty() && mayBegin(raft, change)) {
            raft.propose(change, now);
            notes.add(new Note.JoinersTakenBack(String.join(", ", silent)));
        }
    }

    private void listen(long now, List<NodeId> ids, Answering answering) {
        heardAt.keySet().removeIf(id -> !ids.contains(id));
        for (NodeId id : ids) {
            if (answering.hears(id) || !heardAt.containsKey(id)) {
                heardAt.put(id, now);
            }
        }
    }

    private boolean silent(long now, NodeId id) {
        return now - heardAt.getOrDefault(id, now) > patienceNanos;
    }

    private static boolean mayBegin(Raft raft, Change change) {
        return raft.refusalToChange() == null
                && change.mustWait(raft.membership()) == null
                && change.refusal(raft.membership()) == null;
    }
}
