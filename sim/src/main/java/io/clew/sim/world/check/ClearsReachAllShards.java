package io.clew.sim.world.check;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;

import org.jspecify.annotations.Nullable;

import java.util.TreeMap;

/** Whoever is told that all keys are gone was told so after a clear had come into this log, too. */
final class ClearsReachAllShards extends Check {
    private final CommittedLog committed;

    /** What was committed when each client asked that all keys be removed. */
    private final TreeMap<Integer, Long> asked = new TreeMap<>();

    ClearsReachAllShards(CommittedLog committed) {
        super("a clear reaches all shards");
        this.committed = committed;
    }

    @Override
    void invoked(int client, Call call) {
        if (call instanceof Call.Clear) {
            asked.put(client, committed.lastIndex());
        }
    }

    @Override
    void completed(int client, Outcome outcome, @Nullable Reply reply) {
        Long from = asked.remove(client);
        require(
                from == null || !(outcome instanceof Outcome.Ok) || clearedAfter(from),
                () -> "client " + client + " was told, and nothing cleared it after " + from);
    }

    private boolean clearedAfter(long from) {
        for (long i = from + 1; i <= committed.lastIndex(); i++) {
            if (committed.effect(i) instanceof Command.Clear) {
                return true;
            }
        }
        return false;
    }
}
