package io.clew.transport.client;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.placement.Placement;
import io.clew.engine.placement.Slots;
import io.clew.transport.HostPort;
import io.clew.transport.json.Json;
import io.clew.transport.json.JsonException;
import io.clew.transport.json.JsonReader;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Where the shards of a cluster are, as far as somebody outside was told. It is a hint: each node
 * knows better, and says so by 307. For one thread.
 */
public final class ShardMap {
    /** What a node is asked for. */
    public static final Ask QUESTION = Ask.get("/cluster/shards");

    private static final class Place {
        @Nullable String leader;
        List<String> carriers = List.of();
        int turn;
    }

    private final List<String> seeds;
    private List<String> nodes;
    private List<Place> places = List.of();
    private int turn;

    /**
     * @param seeds addresses of nodes that are asked first, and whenever no other answers
     */
    public ShardMap(List<String> seeds) {
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("no node is named");
        }
        this.seeds = List.copyOf(seeds);
        this.nodes = this.seeds;
    }

    /** How many shards there are, 0 while that is not known. */
    public int shards() {
        return places.size();
    }

    /** Whether it is known of every shard who leads it. */
    public boolean complete() {
        return !places.isEmpty() && places.stream().allMatch(place -> place.leader != null);
    }

    /** The shard that a key belongs to, once it is known how many there are. */
    public int shardOf(Bytes key) {
        return Slots.shardOf(key, places.size());
    }

    /** Whom to ask for keys of a shard: the leader, or, if none is known, carriers in turn. */
    public String target(int shard) {
        Place place = places.get(shard);
        if (place.leader != null) {
            return place.leader;
        }
        place.turn = (place.turn + 1) & Integer.MAX_VALUE;
        return place.carriers.isEmpty()
                ? anyNode()
                : place.carriers.get(place.turn % place.carriers.size());
    }

    /** Any node, another one each time. */
    public String anyNode() {
        turn = (turn + 1) & Integer.MAX_VALUE;
        return nodes.get(turn % nodes.size());
    }

    /** A node has said that this one leads. */
    public void leads(int shard, String address) {
        places.get(shard).leader = address;
    }

    /** That node does not answer as the leader of a shard should. */
    public void doubt(int shard, String address) {
        Place place = places.get(shard);
        if (address.equals(place.leader)) {
            place.leader = null;
        }
    }

    /**
     * Takes over what a node answers to {@link #QUESTION}; a leader that it does not know stays as
     * it was. A cluster never has fewer shards than before, so that whoever names fewer is in none.
     *
     * @throws JsonException if it is no such answer
     */
    public void learn(String answer) {
        if (!(JsonReader.read(answer) instanceof Json.Obj all)
                || !(all.fields().get("shards") instanceof Json.Arr(var shards))
                || shards.isEmpty()
                || shards.size() < places.size()
                || shards.size() > Placement.SHARDS_MAX) {
            throw new JsonException("not a list of shards");
        }
        var learnt = new ArrayList<Place>(shards.size());
        var known = new LinkedHashSet<String>();
        for (Json each : shards) {
            Place place = place(each, learnt.size());
            known.addAll(place.carriers);
            learnt.add(place);
        }
        known.addAll(seeds);
        places = learnt;
        nodes = List.copyOf(known);
    }

    private Place place(Json json, int shard) {
        if (!(json instanceof Json.Obj one)
                || !(one.fields().get("members") instanceof Json.Arr(var members))) {
            throw new JsonException("not a shard");
        }
        var place = new Place();
        place.carriers = members.stream().map(ShardMap::address).toList();
        Json leader = one.fields().get("leader");
        if (leader instanceof Json.Str) {
            place.leader = address(leader);
        } else if (shard < places.size()) {
            place.leader = places.get(shard).leader;
        }
        return place;
    }

    private static String address(Json json) {
        if (json instanceof Json.Str(String text) && HostPort.tryParse(text) != null) {
            return text;
        }
        throw new JsonException("not an address");
    }
}
