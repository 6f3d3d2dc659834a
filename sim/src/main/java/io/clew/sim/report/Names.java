package io.clew.sim.report;

import io.clew.engine.bytes.Bytes;
import io.clew.engine.raft.NodeId;

import java.util.HexFormat;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the machines of a run are called, for texts that call them by random identities. */
final class Names {
    private static final Pattern CLASS_NAME = Pattern.compile("\\b([a-z]+\\.)+[A-Z][\\w$]*: ");

    /**
     * How bytes of clients are written; their short names begin like that and go on with a dash.
     */
    private static final Pattern VALUE = Pattern.compile("value=((?:[0-9a-f]{2})+)(?![\\w-])");

    private final TreeMap<NodeId, String> names = new TreeMap<>();

    void put(NodeId id, String name) {
        names.put(id, name);
    }

    /** The same text with names in it, and values as they were given. */
    String in(String text) {
        String named = CLASS_NAME.matcher(text.replace(":8080", "")).replaceAll("");
        named = VALUE.matcher(named).replaceAll(found -> "value=" + text(found.group(1)));
        named = named.replace(NodeId.UNBOUND.toString(), "nobody");
        for (var name : names.entrySet()) {
            named = named.replace(name.getKey().toString(), name.getValue());
        }
        return named;
    }

    private static String text(String hex) {
        String value = Words.value(Bytes.of(HexFormat.of().parseHex(hex)));
        return Matcher.quoteReplacement(value);
    }
}
