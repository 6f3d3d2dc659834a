package io.clew.linearizability.format;

import io.clew.linearizability.Certificate;
import io.clew.linearizability.format.DatumReader.Notation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes and reads certificates as JSON lines, one for each key: {@code
 * {"key":"a","order":[0,2,1]}}.
 */
public final class CertificateText {
    private CertificateText() {}

    public static void write(Certificate certificate, Appendable out) throws IOException {
        for (Map.Entry<String, List<Integer>> each : certificate.orders().entrySet()) {
            out.append("{\"key\":");
            QuotedText.append(out, each.getKey());
            out.append(",\"order\":[");
            String separator = "";
            for (int index : each.getValue()) {
                out.append(separator).append(Integer.toString(index));
                separator = ",";
            }
            out.append("]}\n");
        }
    }

    public static Certificate read(Path file) throws IOException, BadHistoryException {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            return read(file.toString(), in);
        } catch (MalformedInputException _) {
            throw new BadHistoryException(file.toString(), 1, "expected text in UTF-8");
        }
    }

    /** Reads what a name for messages stands for. */
    public static Certificate read(String name, Reader source)
            throws IOException, BadHistoryException {
        var in = new DatumReader(name, source, Notation.JSON);
        SortedMap<String, List<Integer>> orders = new TreeMap<>();
        for (Datum.Table line = in.next(); line != null; line = in.next()) {
            if (!(line.entries().get("key") instanceof Datum.Text(String key))
                    || !(line.entries().get("order") instanceof Datum.Sequence(var items))) {
                throw in.bad("expected {\"key\":\"…\",\"order\":[…]}, but found " + line);
            }
            if (orders.put(key, order(items, in)) != null) {
                throw in.bad("the key " + key + " comes a second time");
            }
        }
        return new Certificate(orders);
    }

    private static List<Integer> order(List<Datum> items, DatumReader in)
            throws BadHistoryException {
        List<Integer> order = new ArrayList<>();
        for (Datum each : items) {
            try {
                order.add(Integer.valueOf(each.toString()));
            } catch (NumberFormatException _) {
                throw in.bad("expected the index of an operation, but found " + each);
            }
        }
        return order;
    }
}
