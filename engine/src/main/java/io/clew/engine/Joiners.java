package io.clew.engine;

import io.clew.engine.raft.Answering;
import io.clew.engine.raft.Change;
import io.clew.engine.raft.Member;
import io.clew.engine.raft.NodeId;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;

import java.util.List;

/**
 * Has the leader of shard 0 take back who is to join the cluster and has fallen silent before it
 * has caught up, since every other change of the members waits for it.
 *
 * <p>All that were to come or go with it are taken back too, as when an operator orders it: they
 * were to do so in one change, and a part of that may be what nobody wants, such as one who goes
 * without the one who was to replace it. Those who are there can be ordered again.
 *
 * <p>What counts is for how long this node has led and not heard the joiner since it last did, in
 * all of its terms: where leaders fall often, none might lead for long enough. What others have
 * heard it does not know. The heartbeats that it sends wake it often enough.
 */
final class Joiners {
    private final long patienceNanos;

    /** So long a leader takes all for alive; and no step tells of more than that. */
    private final long graceNanos;

    /** For how long each joiner was not heard. */
    private final Silence silence = new Silence();

    private long term;
    private long ledSince;
    private long lookedAt;

    Joiners(EngineConfig config) {
        patienceNanos = config.sharding().lostAfterNanos();
        graceNanos = config.electionMaxNanos();
    }

    /** Takes back who is silent, if this node leads and a change may begin. */
    void step(long now, Raft raft, List<Note> notes) {
        if (!raft.leads()) {
            return;
        }
        if (term != raft.term()) {
            term = raft.term();
            ledSince = now;
        }
        List<Member> joining = raft.membership().joining();
        if (!joining.isEmpty() && now - ledSince >= graceNanos) {
            look(now, raft, joining, notes);
        }
        lookedAt = now;
    }

    private void look(long now, Raft raft, List<Member> joining, List<Note> notes) {
        List<NodeId> ids = joining.stream().map(Member::id).toList();
        listen(Math.min(now - lookedAt, graceNanos), ids, raft.answering(now));
        List<String> silent =
                joining.stream()
                        .filter(member -> silence.isLonger(member.id(), patienceNanos))
                        .map(Member::address)
                        .toList();
        var change = new Change(List.of(), List.of(), ids);
        if (!silent.isEmpty() && mayBegin(raft, change)) {
            raft.propose(change, now);
            notes.add(new Note.JoinersTakenBack(String.join(", ", silent)));
        }
    }

    private void listen(long nanos, List<NodeId> ids, Answering answering) {
        silence.pass(nanos, ids);
        ids.stream().filter(answering::hears).forEach(silence::heard);
    }

    private static boolean mayBegin(Raft raft, Change change) {
        return raft.refusalToChange() == null
                && change.mustWait(raft.membership()) == null
                && change.refusal(raft.membership()) == null;
    }
}
