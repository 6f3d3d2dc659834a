package io.clew.engine;

import io.clew.engine.raft.Membership;
import io.clew.engine.raft.Note;
import io.clew.engine.raft.Raft;

import java.util.List;

/**
 * Keeps a change of the cluster's members from taking anybody out without whom a shard would have
 * no majority now: since it was admitted, those who come may have caught up for long.
 *
 * <p>It waits until others are back, or until somebody takes it back. Whoever is to go may be back
 * as well, and is drained.
 */
final class Leavers {
    /** The shard for which the change waits, 0 for none. */
    private int bereft;

    /** Lets the change that is under way go on, or not, if this node leads. */
    void step(long now, Departures departures, List<Note> notes) {
        Raft raft = departures.raft();
        Membership members = raft.membership();
        if (!raft.leads() || members.joint() || members.leaving().isEmpty()) {
            raft.hold(false);
            bereft = 0;
            return;
        }
        // Only what may be the last moment is worth a look at all shards.
        boolean ripe = raft.answering(now).ripe() && departures.upToDate();
        if (ripe) {
            int before = bereft;
            bereft = departures.bereft(now, before);
            if (bereft != 0 && bereft != before) {
                notes.add(new Note.LeaversKept(bereft));
            }
        }
        raft.hold(!ripe || bereft != 0);
    }
}
