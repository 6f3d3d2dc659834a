package io.clew.linearizability.format;

import io.clew.linearizability.format.DatumReader.Notation;
import io.clew.linearizability.format.EventLog.BadEventException;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Reads a history in any of the known formats, event by event. */
public final class HistoryReader {
    private HistoryReader() {}

    /** Reads a file; a format of null means to find out. */
    public static Recording read(Path file, @Nullable HistoryFormat format)
            throws IOException, BadHistoryException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            return read(file.toString(), in, format);
        } catch (MalformedInputException _) {
            throw new BadHistoryException(file.toString(), 1, "expected text in UTF-8");
        }
    }

    /** Reads what a name for messages stands for; a format of null means to find out. */
    public static Recording read(String name, Reader source, @Nullable HistoryFormat format)
            throws IOException, BadHistoryException {
        var in = new BufferedReader(source, HistoryFormat.BEGINNING_CHARS);
        skipByteOrderMark(in);
        HistoryFormat known = format == null ? HistoryFormat.detect(beginning(in)) : format;
        return switch (known) {
            case JSON -> maps(new DatumReader(name, in, Notation.JSON), new EventLog(known));
            case EDN -> maps(new DatumReader(name, in, Notation.EDN), new EventLog(known));
            case ETCD -> etcd(name, in, new EventLog(known));
            case null ->
                    throw new BadHistoryException(
                            name,
                            1,
                            "expected a history: JSON objects or EDN maps, one for each event, or"
                                    + " log lines of jepsen.util");
        };
    }

    private static void skipByteOrderMark(BufferedReader in) throws IOException {
        in.mark(1);
        if (in.read() != HistoryFormat.BYTE_ORDER_MARK) {
            in.reset();
        }
    }

    private static String beginning(BufferedReader in) throws IOException {
        in.mark(HistoryFormat.BEGINNING_CHARS);
        char[] chars = new char[HistoryFormat.BEGINNING_CHARS];
        int length = Math.max(0, in.read(chars));
        in.reset();
        return new String(chars, 0, length);
    }

    private static Recording maps(DatumReader in, EventLog log)
            throws IOException, BadHistoryException {
        for (Datum.Table table = in.next(); table != null; table = in.next()) {
            try {
                log.add(table.entries());
            } catch (BadEventException bad) {
                throw in.bad(String.valueOf(bad.getMessage()));
            }
        }
        return log.recording();
    }

    private static Recording etcd(String name, BufferedReader in, EventLog log)
            throws IOException, BadHistoryException {
        int number = 0;
        boolean blank = true;
        boolean anyEvent = false;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            number++;
            Map<String, Datum> event = EtcdLog.event(line);
            blank &= line.isBlank();
            if (event != null) {
                anyEvent = true;
                try {
                    log.add(event);
                } catch (BadEventException bad) {
                    throw new BadHistoryException(name, number, String.valueOf(bad.getMessage()));
                }
            }
        }
        if (!blank && !anyEvent) {
            throw new BadHistoryException(
                    name,
                    1,
                    "expected lines like INFO jepsen.util - 3 :invoke :cas [0 1], but found none");
        }
        return log.recording();
    }
}
