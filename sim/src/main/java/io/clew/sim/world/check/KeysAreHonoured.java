package io.clew.sim.world.check;

import io.clew.engine.api.Command;
import io.clew.engine.api.KeyFault;
import io.clew.engine.api.Reply;
import io.clew.engine.api.WriteKey;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.Entry;
import io.clew.engine.wire.CommandCodec;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What keys promise, held against the committed log, which forgets none: a write with a key takes
 * effect once, every answer names that effect, what is refused for its age is truly old and never
 * takes effect any more, and tokens that another shard has given out make no keys.
 */
final class KeysAreHonoured extends Check {
    private final CommittedLog committed;
    private final int shard;

    /** The key of the present call of each client. */
    private final List<@Nullable WriteKey> keys = new ArrayList<>();

    /** Which entry made the write of each key. */
    private final TreeMap<Bytes, Long> effects = new TreeMap<>();

    /** What had been applied where a key was refused. */
    private final TreeMap<Bytes, Long> refusals = new TreeMap<>();

    private long read;

    KeysAreHonoured(CommittedLog committed, int shard, int clients) {
        super("keys are honoured");
        this.committed = committed;
        this.shard = shard;
        for (int i = 0; i < clients; i++) {
            keys.add(null);
        }
    }

    @Override
    void keyed(int client, WriteKey key) {
        keys.set(client, key);
    }

    @Override
    void invoked(int client, Call call) {
        keys.set(client, null);
    }

    @Override
    void completed(int client, Outcome outcome, @Nullable Reply reply) {
        readLog();
        WriteKey key = keys.get(client);
        if (reply instanceof Reply.DoneOnce done) {
            Bytes name = name(key, reply);
            hold(
                    !foreign(key),
                    "a key of another shard is refused",
                    () -> "client " + client + " used " + key + " in shard " + shard);
            hold(
                    effects.getOrDefault(name, 0L) == done.revision(),
                    "every answer names the one effect",
                    () -> key + " was made by " + effects.get(name) + ", not by " + done);
        } else if (reply instanceof Reply.KeyRefused refused) {
            refused(client, key, refused);
        }
    }

    /** The entry that made the write of a key, 0 if none did. */
    long effect(WriteKey key) {
        readLog();
        Bytes name = KeyModel.name(key.token().index(), key.unique());
        return foreign(key) ? 0 : effects.getOrDefault(name, 0L);
    }

    private void refused(int client, @Nullable WriteKey key, Reply.KeyRefused refused) {
        Bytes name = name(key, refused);
        long issued = key == null ? 0 : key.token().index();
        long applied = refused.next().index();
        boolean right =
                switch (refused.fault()) {
                    case TOO_OLD -> issued < committed.keyFloor(applied);
                    case REUSED -> effects.containsKey(name);
                    case FOREIGN -> foreign(key);
                    case NOT_ISSUED -> false;
                };
        hold(right, "keys are refused for a reason", () -> "client " + client + ": " + refused);
        if (refused.fault() == KeyFault.TOO_OLD) {
            refusals.merge(name, applied, Math::min);
            Long effect = effects.get(name);
            hold(
                    effect == null || effect <= applied,
                    "a refused key is never applied",
                    () -> key + " is at " + effect + " and was refused at " + applied);
        }
    }

    private boolean foreign(@Nullable WriteKey key) {
        return key != null && key.token().shard() != shard;
    }

    private static Bytes name(@Nullable WriteKey key, Reply reply) {
        if (key == null) {
            throw new Violation("answers fit the question", reply + " to a write without a key");
        }
        return KeyModel.name(key.token().index(), key.unique());
    }

    @Override
    void atEnd() {
        readLog();
    }

    private void readLog() {
        while (read < committed.lastIndex()) {
            Entry entry = committed.at(++read);
            if (committed.effect(read) != null
                    && CommandCodec.decode(entry.payload()) instanceof Command.Keyed keyed) {
                took(KeyModel.name(keyed.issued(), keyed.unique()), read);
            }
        }
    }

    private void took(Bytes name, long index) {
        Long before = effects.put(name, index);
        hold(
                before == null,
                "a keyed write is applied once",
                () -> name + " is at " + before + " and at " + index);
        Long refusal = refusals.get(name);
        hold(
                refusal == null,
                "a refused key is never applied",
                () -> name + " is at " + index + " and was refused at " + refusal);
    }

    private static void hold(boolean holds, String rule, Supplier<String> otherwise) {
        if (!holds) {
            throw new Violation(rule, otherwise.get());
        }
    }
}
