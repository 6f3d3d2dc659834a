package io.clew.sim.report;

import io.clew.engine.bytes.Bytes;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Records as Java writes them, such as {@code Answer[token=7, reply=…]}, and names of constants, in
 * plain words: for people who look at a run, and not for those who search the sources.
 */
final class Dumps {
    private static final Pattern RECORD = Pattern.compile("\\b([A-Z]\\w*)\\[");

    /** An object without a text of its own. */
    private static final Pattern OBJECT = Pattern.compile("[A-Z]\\w*@[0-9a-f]{4,}");

    private static final Pattern FIELD = Pattern.compile("(\\w+)=(.*)", Pattern.DOTALL);
    private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z]+(?:_[A-Z]+)+\\b");
    private static final Pattern LOUD = Pattern.compile("[A-Z]{2,}");
    private static final Pattern SHAPE = Pattern.compile("\\b[A-Z]{2,}(?:_[A-Z]+)*\\b");
    private static final Pattern HEX = Pattern.compile("(?:[0-9a-f]{2})+");

    private Dumps() {}

    /** A text with words in place of each record in it. */
    static String plain(String text) {
        var plain = new StringBuilder();
        Matcher record = RECORD.matcher(text);
        int done = 0;
        while (done < text.length() && record.find(done)) {
            int end = end(text, record.end());
            if (end < 0) {
                break;
            }
            plain.append(text, done, record.start());
            plain.append(words(record.group(1), fields(text.substring(record.end(), end))));
            done = end + 1;
        }
        plain.append(text, done, text.length());
        return CONSTANT.matcher(plain).replaceAll(found -> quiet(found.group()));
    }

    /** LIKE_THIS, like this. */
    static String quiet(String constant) {
        return constant.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What a strike did: the shapes that it can have are constants, and nodes are not. */
    static String shapes(String what) {
        return SHAPE.matcher(what).replaceAll(found -> quiet(found.group()));
    }

    /** Where the bracket closes that was opened before a place, -1 if nowhere. */
    private static int end(String text, int from) {
        int depth = 1;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }

    private record Fields(Map<String, String> values) {
        /** Empty if there is no such field: a text that only looks like a record has none. */
        String get(String name) {
            return values.getOrDefault(name, "");
        }
    }

    private static Fields fields(String inside) {
        var fields = new LinkedHashMap<String, String>();
        for (String part : parts(inside)) {
            Matcher field = FIELD.matcher(part);
            if (field.matches()) {
                fields.put(field.group(1), value(field.group(1), field.group(2)));
            } else {
                fields.put("", part);
            }
        }
        return new Fields(fields);
    }

    private static List<String> parts(String inside) {
        var parts = new ArrayList<String>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < inside.length(); i++) {
            char c = inside.charAt(i);
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            if (depth == 0 && inside.startsWith(", ", i)) {
                parts.add(inside.substring(begin, i));
                begin = i + 2;
            }
        }
        parts.add(inside.substring(begin));
        return parts;
    }

    private static String value(String name, String value) {
        boolean bytes = name.equals("key") || name.equals("value") || name.equals("unique");
        if (bytes && HEX.matcher(value).matches()) {
            return Words.value(Bytes.of(HexFormat.of().parseHex(value)));
        }
        if (LOUD.matcher(value).matches()) {
            return quiet(value);
        }
        return plain(value);
    }

    private static String words(String name, Fields f) {
        return switch (name) {
            case "Answer" -> "“" + f.get("reply") + "”";
            case "Found" -> f.get("value") + " of entry " + f.get("revision") + served(f);
            case "Missing" -> "no such key" + served(f);
            case "Served" -> served(f.get("role"), f.get("applied"));
            case "Done", "DoneOnce" -> "done, entry " + f.get("revision");
            case "KeyRefused" -> "key refused: " + f.get("fault");
            case "Refused", "Full", "Rejected" -> "refused: " + f.get("why");
            case "Unknown" -> "outcome unknown: " + f.get("why");
            case "Resigned" -> f.get("wasLeader").equals("true") ? "leads no more" : "did not lead";
            case "Put" -> "put " + f.get("key") + "=" + f.get("value");
            case "Get", "Read", "LocalRead" -> "get " + f.get("key");
            case "Delete" -> "delete " + f.get("key");
            case "Clear" -> "clear";
            case "Write" -> f.get("command");
            case "KeyedWrite" -> f.get("command") + " under " + f.get("key");
            case "WriteKey" -> f.get("token") + "." + f.get("unique");
            case "WriteToken" -> "key of entry " + f.get("index");
            case "Member" -> Words.node(f.get("address"));
            case "HardState" -> "term " + f.get("term") + ", vote " + f.get("vote");
            case "Inspected" -> f.get("status");
            case "Status" -> status(f);
            default -> anything(name, f);
        };
    }

    private static String served(Fields f) {
        return f.get("served").isEmpty() ? "" : " (" + f.get("served") + ")";
    }

    private static String served(String role, String applied) {
        return "from a " + role + ", as of entry " + applied;
    }

    private static String status(Fields f) {
        String leader = f.get("leader");
        boolean follows = !leader.equals("null") && !leader.equals(f.get("address"));
        return f.get("role")
                + " in term "
                + f.get("term")
                + (follows ? ", follows " + Words.node(leader) : "")
                + (f.get("votedFor").equals("null")
                        ? ""
                        : ", voted for " + Words.node(f.get("votedFor")))
                + ", log up to "
                + f.get("last")
                + ", committed "
                + f.get("commit")
                + ", applied "
                + f.get("applied")
                + (f.get("snapshot").equals("0.0") ? "" : ", snapshot " + f.get("snapshot"))
                + (f.get("condemned").equals("null") ? "" : ", condemned: " + f.get("condemned"));
    }

    /** Its name and what it holds, without what says nothing. */
    private static String anything(String name, Fields f) {
        String words = name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
        var all = new StringJoiner(", ", " (", ")").setEmptyValue("");
        f.values.forEach(
                (field, value) -> {
                    boolean says =
                            !value.isEmpty()
                                    && !value.equals("null")
                                    && !value.equals("[]")
                                    && !value.equals("{}")
                                    && !OBJECT.matcher(value).matches();
                    if (says) {
                        String label = field.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
                        all.add((label.toLowerCase(Locale.ROOT) + " " + value).strip());
                    }
                });
        return words + all;
    }
}
