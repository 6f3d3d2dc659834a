package io.clew.transport.client;

import io.clew.transport.client.Heard.Answered;
import io.clew.transport.json.Json;
import io.clew.transport.json.JsonException;
import io.clew.transport.json.JsonReader;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a client knows of its cluster, and how it gets to know it: the map of the shards, and of
 * each shard a token by which writes are named. Lives on the client's event loop.
 */
final class Cluster {
    /** The map is not asked for again within this time. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Connections connections;
    private final ShardMap map;
    private final long questionNanos;
    private final Map<Integer, String> tokens = new HashMap<>();

    /** Who waits for the map; null while nobody has been asked for it. */
    private @Nullable List<Runnable> mapWaits;

    private long askedAt;
    private final Map<Integer, List<Runnable>> tokenWaits = new HashMap<>();

    /**
     * @param questionNanos how long a node may take to answer
     */
    Cluster(Connections connections, ShardMap map, long questionNanos) {
        this.questionNanos = questionNanos;
        this.connections = connections;
        this.map = map;
    }

    ShardMap map() {
        return map;
    }

    Connections connections() {
        return connections;
    }

    /**
     * Asks some node for the map, or waits for whoever is asked already.
     *
     * @param then done afterwards, whether or not there was an answer
     */
    void learn(Runnable then) {
        List<Runnable> waits = mapWaits;
        if (waits != null) {
            waits.add(then);
            return;
        }
        waits = new ArrayList<>(List.of(then));
        mapWaits = waits;
        askedAt = System.nanoTime();
        connections.ask(map.anyNode(), ShardMap.QUESTION, questionNanos, this::told);
    }

    /** Asks for a newer map unless that was done just before. */
    void refresh() {
        if (map.shards() > 0 && mapWaits == null && System.nanoTime() - askedAt > FRESH_NANOS) {
            learn(() -> {});
        }
    }

    private void told(Heard heard) {
        try {
            if (heard instanceof Answered answer && answer.status() == 200) {
                map.learn(answer.body().utf8());
            }
        } catch (JsonException e) {
            // Whoever that was, the next one will know.
        } finally {
            List<Runnable> waits = mapWaits;
            mapWaits = null;
            if (waits != null) {
                waits.forEach(Runnable::run);
            }
        }
    }

    /** The newest token of a shard that is known; null if there is none. */
    @Nullable String token(int shard) {
        return tokens.get(shard);
    }

    void token(int shard, String token) {
        tokens.put(shard, token);
    }

    /**
     * Asks a node that carries a shard for a token of it, or waits for whoever is asked already.
     *
     * @param then done afterwards, whether or not there was an answer
     */
    void learnToken(int shard, String address, Runnable then) {
        List<Runnable> waits = tokenWaits.get(shard);
        if (waits != null) {
            waits.add(then);
            return;
        }
        tokenWaits.put(shard, new ArrayList<>(List.of(then)));
        connections.ask(
                address,
                Ask.get("/cluster/info?shard=" + shard),
                questionNanos,
                heard -> tokenTold(shard, address, heard));
    }

    private void tokenTold(int shard, String address, Heard heard) {
        try {
            String token = heard instanceof Answered answer ? tokenIn(answer) : null;
            if (token == null) {
                map.doubt(shard, address);
            } else {
                tokens.put(shard, token);
            }
        } finally {
            List<Runnable> waits = tokenWaits.remove(shard);
            if (waits != null) {
                waits.forEach(Runnable::run);
            }
        }
    }

    private static @Nullable String tokenIn(Answered answer) {
        try {
            return answer.status() == 200
                            && JsonReader.read(answer.body().utf8()) instanceof Json.Obj info
                            && info.fields().get("idempotency-token") instanceof Json.Str(var token)
                    ? token
                    : null;
        } catch (JsonException e) {
            return null;
        }
    }
}
