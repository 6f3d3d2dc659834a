package io.clew.linearizability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.clew.linearizability.Histories.Shape;
import io.clew.linearizability.format.CertificateText;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

class CertificateProps {
    private static final Budget PLENTY = Budget.states(1_000_000);

    @Property(tries = 2000)
    void everyCertificateOfTheCheckerIsAccepted(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int processes,
            @ForAll @IntRange(min = 1, max = 150) int operations,
            @ForAll @IntRange(min = 1, max = 5) int values,
            @ForAll @IntRange(min = 0, max = 60) int unknownPercent,
            @ForAll boolean rich,
            @ForAll Model.FailedCas failedCas)
            throws Exception {
        var model = new Model(null, failedCas);
        var shape = new Shape(processes, operations, 3, values, unknownPercent, rich);
        History history = Histories.valid(seed, shape);
        Certificate certificate = certificate(history, model);
        assertEquals(
                Optional.empty(),
                certificate.verify(history, model),
                () -> certificate + " " + history);
        var text = new StringBuilder();
        CertificateText.write(certificate, text);
        assertEquals(certificate, CertificateText.read("text", new StringReader(text.toString())));
    }

    @Property(tries = 3000)
    void aCertificateThatWasTamperedWithIsRejectedUnlessItProvesTheSame(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int processes,
            @ForAll @IntRange(min = 2, max = 25) int operations,
            @ForAll @IntRange(min = 1, max = 4) int values,
            @ForAll @IntRange(min = 0, max = 40) int unknownPercent,
            @ForAll boolean rich,
            @ForAll Model.FailedCas failedCas) {
        var model = new Model(null, failedCas);
        var shape = new Shape(processes, operations, 2, values, unknownPercent, rich);
        History history = Histories.valid(seed, shape);
        Certificate tampered = tamper(certificate(history, model), new Random(seed), operations);
        boolean proof =
                BruteForce.keys(history).equals(tampered.orders().keySet())
                        && tampered.orders().entrySet().stream()
                                .allMatch(
                                        each ->
                                                BruteForce.isLinearization(
                                                        history,
                                                        each.getKey(),
                                                        each.getValue(),
                                                        model));
        Statistics.label("still a proof").collect(proof);
        assertEquals(
                proof, tampered.verify(history, model).isEmpty(), () -> tampered + " " + history);
    }

    private static Certificate certificate(History history, Model model) {
        return Objects.requireNonNull(
                ParallelChecker.check(history, model, PLENTY, 1, true).certificate(),
                "a valid history has a certificate");
    }

    /** Swaps, moves, drops, doubles, or replaces an entry, or drops or adds a key. */
    private static Certificate tamper(Certificate valid, Random random, int operations) {
        var orders = new TreeMap<>(valid.orders());
        if (orders.isEmpty() || random.nextInt(20) == 0) {
            orders.put("other", List.of());
            return new Certificate(orders);
        }
        List<String> keys = List.copyOf(orders.keySet());
        String key = keys.get(random.nextInt(keys.size()));
        List<Integer> order = new ArrayList<>(orders.getOrDefault(key, List.of()));
        if (order.isEmpty()) {
            orders.remove(key);
            return new Certificate(orders);
        }
        int a = random.nextInt(order.size());
        int b = random.nextInt(order.size());
        switch (random.nextInt(5)) {
            case 0 -> Collections.swap(order, a, b);
            case 1 -> order.add(b, order.remove(/* index */ a));
            case 2 -> order.remove(/* index */ a);
            case 3 -> order.add(b, order.get(a));
            default -> order.set(a, random.nextInt(operations + 2) - 1);
        }
        orders.put(key, order);
        return new Certificate(orders);
    }
}
