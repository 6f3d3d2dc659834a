package io.clew.sim.world.check;

import io.clew.engine.api.Command;
import io.clew.engine.api.Reply;
import io.clew.engine.bytes.Bytes;
import io.clew.linearizability.Call;
import io.clew.linearizability.Outcome;
import io.clew.sim.world.Violation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What clients see, held against the committed log itself. Values are unique and answers carry the
 * index of their entry, so that nothing has to be searched: this finds at once, and for all keys
 * together, what the linearizability checker finds at the end and for each key alone. Each of its
 * rules violated has a name of its own.
 */
final class ClientsSeeOneLog extends Check {
    /** A change of a key; the value is null if it was removed. */
    private record Version(long index, @Nullable Bytes value) {}

    /**
     * What a client waits for, the newest entry that it and that anybody had seen before, and the
     * newest that there was.
     */
    private record Open(Call call, long ownFloor, long floor, long last) {}

    private final CommittedLog committed;

    /** All changes of each key, in the order of the log. */
    private final TreeMap<Bytes, List<Version>> versions = new TreeMap<>();

    /** Where each value was committed. */
    private final TreeMap<Bytes, Long> indexOf = new TreeMap<>();

    /** Short names of the values that were certainly not stored. */
    private final TreeMap<String, Call.Put> refused = new TreeMap<>();

    private final List<@Nullable Open> open;

    /** The newest entry that each client has seen, and that any has. */
    private final long[] seenBy;

    private long seen;
    private long read;

    ClientsSeeOneLog(CommittedLog committed, int clients) {
        super("clients see one log");
        this.committed = committed;
        this.open = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            open.add(null);
        }
        this.seenBy = new long[clients];
    }

    @Override
    void invoked(int client, Call call) {
        open.set(client, new Open(call, seenBy[client], seen, committed.lastIndex()));
    }

    @Override
    void completed(int client, Outcome outcome, @Nullable Reply reply) {
        Open ended = open.set(client, null);
        if (ended == null) {
            throw new IllegalStateException("client " + client + " had asked for nothing");
        }
        readLog();
        if (outcome instanceof Outcome.Fail && ended.call instanceof Call.Put put) {
            refused.put(put.value(), put);
            Long index = indexOf.get(Bytes.utf8(put.value()));
            hold(index == null, "a refused write is never applied", () -> put + " is at " + index);
        }
        if (ended.call instanceof Call.Clear && outcome instanceof Outcome.Ok) {
            sawAClear(client, ended);
        }
        long acknowledged = Replies.acknowledged(reply);
        if (acknowledged > 0) {
            checkWrite(client, ended, acknowledged);
        } else if (reply instanceof Reply.Found found) {
            checkFound(client, ended, found);
        } else if (reply instanceof Reply.Missing) {
            checkMissing(client, ended);
        }
    }

    /** Whoever asks for no more may see less than others have, and even less than itself. */
    @Override
    void readsLocally(int client, String key, boolean session) {
        long floor = session ? seenBy[client] : 0;
        open.set(client, new Open(new Call.Get(key), floor, 0, committed.lastIndex()));
    }

    @Override
    void readLocally(int client, @Nullable Reply reply) {
        Open ended = open.set(client, null);
        if (ended == null) {
            throw new IllegalStateException("client " + client + " had asked for nothing");
        }
        readLog();
        if (reply instanceof Reply.Found found) {
            checkFound(client, ended, found);
            checkState(ended, found.served().applied(), found.revision());
        } else if (reply instanceof Reply.Missing missing) {
            checkMissing(client, ended);
            checkState(ended, missing.served().applied(), 0);
        }
    }

    /** An answer says of which state it is. */
    private void checkState(Open ended, long applied, long revision) {
        List<Version> changes =
                versions.getOrDefault(Bytes.utf8(String.valueOf(ended.call.key())), List.of());
        int at = lastUpTo(changes, applied);
        long then = at < 0 || changes.get(at).value == null ? 0 : changes.get(at).index;
        hold(
                revision == then && applied <= committed.lastIndex(),
                "a read shows the state that it names",
                () -> ended.call + " as of " + applied + " is " + then + ", told was " + revision);
    }

    @Override
    void atEnd() {
        readLog();
    }

    private void checkWrite(int client, Open ended, long revision) {
        hold(
                revision <= committed.lastIndex() && isFor(ended.call, committed.effect(revision)),
                "an acknowledged write is in the log",
                () -> "client " + client + " was told that " + ended.call + " is " + at(revision));
        saw(client, ended, revision, revision);
    }

    private String at(long index) {
        String begin = "entry " + index + ", ";
        if (index > committed.lastIndex()) {
            return begin + "and only " + committed.lastIndex() + " are committed";
        }
        Command.Write write = committed.effect(index);
        return begin + "which is " + (write == null ? "no write that takes effect" : write);
    }

    /** One at least has come since the client asked: that it comes is checked elsewhere. */
    private void sawAClear(int client, Open ended) {
        long index = ended.last + 1;
        while (index <= read && !(committed.effect(index) instanceof Command.Clear)) {
            index++;
        }
        if (index <= read) {
            saw(client, ended, index, committed.lastIndex());
        }
    }

    private void checkFound(int client, Open ended, Reply.Found found) {
        long revision = found.revision();
        Bytes key = Bytes.utf8(String.valueOf(ended.call.key()));
        List<Version> changes = versions.getOrDefault(key, List.of());
        int at = lastUpTo(changes, revision);
        Version version = at < 0 ? null : changes.get(at);
        hold(
                version != null
                        && version.index == revision
                        && version.value != null
                        && version.value.equals(found.value()),
                "a value that is read was written",
                () -> "client " + client + " reads " + found + ", which is not in the log");
        // The read took place before the next change, so that one must not have been seen.
        long until =
                at + 1 < changes.size() ? changes.get(at + 1).index - 1 : committed.lastIndex();
        saw(client, ended, revision, until);
    }

    private void checkMissing(int client, Open ended) {
        Bytes key = Bytes.utf8(String.valueOf(ended.call.key()));
        List<Version> changes = versions.getOrDefault(key, List.of());
        // The latest moment at which the key was absent.
        long until = -1;
        for (int i = changes.size() - 1; i >= 0 && until < 0; i--) {
            if (changes.get(i).value == null) {
                until =
                        i + 1 < changes.size()
                                ? changes.get(i + 1).index - 1
                                : committed.lastIndex();
            }
        }
        if (until < 0) {
            until = changes.isEmpty() ? committed.lastIndex() : changes.getFirst().index - 1;
        }
        saw(client, ended, 0, until);
    }

    /** The operation took place somewhere between two indexes. */
    private void saw(int client, Open ended, long from, long until) {
        hold(
                until >= ended.ownFloor,
                "a client never goes back",
                () -> back(client, ended, until, ended.ownFloor));
        hold(
                until >= ended.floor,
                "nobody sees less than was seen before",
                () -> back(client, ended, until, ended.floor));
        seenBy[client] = Math.max(seenBy[client], from);
        seen = Math.max(seen, from);
    }

    private static String back(int client, Open ended, long until, long floor) {
        return "client " + client + ", " + ended.call + ": as of " + until + ", seen was " + floor;
    }

    /** Takes over what has been committed since. */
    private void readLog() {
        while (read < committed.lastIndex()) {
            switch (committed.effect(++read)) {
                case null -> {}
                case Command.Put(Bytes key, Bytes value) -> put(key, value);
                case Command.Delete(Bytes key) -> change(key, null);
                case Command.Clear() -> {
                    for (Bytes key : versions.keySet()) {
                        change(key, null);
                    }
                }
            }
        }
    }

    private void put(Bytes key, Bytes value) {
        change(key, value);
        Bytes name = nameOf(value);
        Long before = indexOf.put(name, read);
        long index = read;
        hold(
                before == null,
                "a write is applied once",
                () -> name.utf8() + " is at " + before + " and at " + index);
        Call.Put never = refused.get(name.utf8());
        hold(never == null, "a refused write is never applied", () -> never + " is at " + index);
    }

    private void change(Bytes key, @Nullable Bytes value) {
        versions.computeIfAbsent(key, _ -> new ArrayList<>()).add(new Version(read, value));
    }

    /** The place of the last change that is not after an index, -1 if there is none. */
    private static int lastUpTo(List<Version> changes, long index) {
        int at = changes.size() - 1;
        while (at >= 0 && changes.get(at).index > index) {
            at--;
        }
        return at;
    }

    private static boolean isFor(Call call, Command.@Nullable Write write) {
        return switch (write) {
            case null -> false;
            case Command.Put(Bytes key, Bytes value) ->
                    call instanceof Call.Put put
                            && Bytes.utf8(put.key()).equals(key)
                            && Bytes.utf8(put.value()).equals(nameOf(value));
            case Command.Delete(Bytes key) ->
                    call instanceof Call.Delete delete && Bytes.utf8(delete.key()).equals(key);
            case Command.Clear() -> call instanceof Call.Clear;
        };
    }

    /** The beginning of a value, without what pads it. */
    private static Bytes nameOf(Bytes value) {
        byte[] bytes = value.array();
        int length = 0;
        while (length < bytes.length && bytes[length] != 'x') {
            length++;
        }
        return Bytes.of(Arrays.copyOf(bytes, length));
    }

    private static void hold(boolean holds, String rule, Supplier<String> otherwise) {
        if (!holds) {
            throw new Violation(rule, otherwise.get());
        }
    }
}
