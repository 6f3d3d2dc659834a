package io.clew.engine.storage;

import io.clew.engine.raft.LogId;
import io.clew.engine.raft.SnapshotId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The name of a snapshot file, which tells all of its {@link SnapshotId} in numbers of a fixed
 * width: files need not be opened to know what they are.
 */
record SnapshotName(int shard, SnapshotId id) {
    private static final String PART = ".part";
    private static final Pattern PATTERN =
            Pattern.compile(
                    "snapshot-([0-9a-f]{8})-([0-9a-f]{16})-([0-9a-f]{16})"
                            + "-([0-9a-f]{16})-([0-9a-f]{8})");
    private static final Pattern TEMPORARY = Pattern.compile("snapshot-[0-9a-f]{8}\\.new");
    private static final HexFormat HEX = HexFormat.of();

    /** Oldest first. */
    private static final Comparator<SnapshotName> BY_AGE =
            Comparator.<SnapshotName>comparingLong(n -> n.id.last().index())
                    .thenComparing(n -> n.id.last())
                    .thenComparing(SnapshotName::fileName);

    static String temporary(int shard) {
        return "snapshot-" + HEX.toHexDigits(shard) + ".new";
    }

    static boolean isTemporary(String fileName) {
        return TEMPORARY.matcher(fileName).matches();
    }

    static @Nullable SnapshotName parse(String fileName) {
        var match = PATTERN.matcher(fileName);
        if (!match.matches()) {
            return null;
        }
        var last = new LogId(number(match.group(3)), number(match.group(2)));
        int checksum = (int) number(match.group(5));
        return new SnapshotName(
                (int) number(match.group(1)),
                new SnapshotId(last, number(match.group(4)), checksum));
    }

    /** The complete files of all shards, each shard's oldest first. */
    static List<SnapshotName> complete(List<String> fileNames) {
        return matching(fileNames, "");
    }

    /** Files that are being received. */
    static List<SnapshotName> parts(List<String> fileNames) {
        return matching(fileNames, PART);
    }

    String fileName() {
        return "snapshot-"
                + String.join(
                        "-",
                        HEX.toHexDigits(shard),
                        HEX.toHexDigits(id.last().index()),
                        HEX.toHexDigits(id.last().term()),
                        HEX.toHexDigits(id.sizeBytes()),
                        HEX.toHexDigits(id.checksum()));
    }

    String partName() {
        return fileName() + PART;
    }

    private static List<SnapshotName> matching(List<String> fileNames, String suffix) {
        var found = new ArrayList<SnapshotName>();
        for (String fileName : fileNames) {
            if (fileName.endsWith(suffix)) {
                int end = fileName.length() - suffix.length();
                SnapshotName name = parse(fileName.substring(0, end));
                if (name != null) {
                    found.add(name);
                }
            }
        }
        found.sort(BY_AGE);
        return found;
    }

    private static long number(String hex) {
        return HexFormat.fromHexDigitsToLong(hex);
    }
}
