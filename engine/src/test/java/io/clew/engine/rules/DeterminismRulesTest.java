package io.clew.engine.rules;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Each class below breaks the rule once, and the rule must notice. */
@SuppressWarnings({"unused", "ClassCanBeStatic", "UnusedVariable", "UnusedMethod"})
class DeterminismRulesTest {
    @ParameterizedTest
    @ValueSource(
            classes = {
                Clock.class,
                ClockByReference.class,
                Calendar.class,
                Threads.class,
                Locks.class,
                Files.class,
                Sockets.class,
                DiceOfMath.class,
                DiceOfThreads.class,
                UnseededDice.class,
                UnseededSplittableDice.class,
                DefaultDice.class,
                UnseededShuffle.class,
                RandomId.class,
                SecureDice.class,
                SetInAnyOrder.class,
                CopyInAnyOrder.class,
                MapInAnyOrder.class,
                HashField.class,
                IdentityOrder.class,
                IdentityHash.class,
                CollectedSet.class,
                CollectedMap.class,
                Groups.class,
                ParallelStream.class,
                ParallelSort.class,
                Prints.class,
                ReadsProperty.class,
                ReadsPropertyAsNumber.class,
                ReadsEnvironment.class,
                UsesTestLibrary.class
            })
    void aPlantedViolationIsFound(Class<?> planted) {
        assertTrue(violates(planted));
    }

    @ParameterizedTest
    @ValueSource(classes = {Innocent.class, Point.class, Colour.class})
    void deterministicCodePasses(Class<?> innocent) {
        assertFalse(violates(innocent));
    }

    private static boolean violates(Class<?> planted) {
        var classes = new ClassFileImporter().importClasses(planted);
        return DeterminismRules.forClassesBelow("io.clew.engine").evaluate(classes).hasViolation();
    }

    static class Clock {
        long nanoTime() {
            return System.nanoTime();
        }
    }

    static class ClockByReference {
        LongSupplier now() {
            return System::currentTimeMillis;
        }
    }

    static class Calendar {
        Object now() {
            return Instant.now();
        }
    }

    static class Threads {
        void start(Runnable work) {
            new Thread(work).start();
        }
    }

    static class Locks {
        final ReentrantLock lock = new ReentrantLock();
    }

    static class Files {
        boolean exists(String name) {
            return java.nio.file.Files.exists(java.nio.file.Path.of(name));
        }
    }

    static class Sockets {
        java.net.@org.jspecify.annotations.Nullable Socket socket;
    }

    static class DiceOfMath {
        double roll() {
            return Math.random();
        }
    }

    static class DiceOfThreads {
        int roll() {
            return ThreadLocalRandom.current().nextInt();
        }
    }

    static class UnseededDice {
        int roll() {
            return new Random().nextInt();
        }
    }

    static class UnseededSplittableDice {
        int roll() {
            return new SplittableRandom().nextInt();
        }
    }

    static class DefaultDice {
        int roll() {
            return RandomGenerator.getDefault().nextInt();
        }
    }

    static class UnseededShuffle {
        void shuffle(List<String> list) {
            Collections.shuffle(list);
        }
    }

    static class RandomId {
        String next() {
            return UUID.randomUUID().toString();
        }
    }

    static class SecureDice {
        int roll() {
            return new java.security.SecureRandom().nextInt();
        }
    }

    static class SetInAnyOrder {
        Set<String> names() {
            return Set.of("a", "b");
        }
    }

    static class CopyInAnyOrder {
        Set<String> names(List<String> names) {
            return Set.copyOf(names);
        }
    }

    static class MapInAnyOrder {
        Map<String, String> names() {
            return Map.of("a", "b", "c", "d");
        }
    }

    static class HashField {
        final Map<String, String> names = new HashMap<>();
    }

    static class IdentityOrder {
        final IdentityHashMap<String, String> names = new IdentityHashMap<>();
    }

    static class IdentityHash {
        int of(Object object) {
            return System.identityHashCode(object);
        }
    }

    static class CollectedSet {
        Object collect(List<String> names) {
            return names.stream().collect(Collectors.toSet());
        }
    }

    static class CollectedMap {
        Object collect(List<String> names) {
            return names.stream().collect(Collectors.toMap(n -> n, n -> n));
        }
    }

    static class Groups {
        Object collect(List<String> names) {
            return names.stream().collect(Collectors.groupingBy(String::length));
        }
    }

    static class ParallelStream {
        long count(List<String> names) {
            return names.parallelStream().count();
        }
    }

    static class ParallelSort {
        void sort(long[] numbers) {
            java.util.Arrays.parallelSort(numbers);
        }
    }

    static class Prints {
        void print() {
            System.out.println();
        }
    }

    static class ReadsProperty {
        Object read() {
            return System.getProperty("user.dir", "");
        }
    }

    static class ReadsPropertyAsNumber {
        int read() {
            return Integer.getInteger("number", 1);
        }
    }

    static class ReadsEnvironment {
        int read() {
            return System.getenv().size();
        }
    }

    static class UsesTestLibrary {
        void use() {
            assertTrue(true);
        }
    }

    static class Innocent {
        private final Map<String, int[][]> sorted = new TreeMap<>();
        private final Map<String, String> inserted = new LinkedHashMap<>();
        private final Set<String> names = new LinkedHashSet<>();
        private final Random seeded = new Random(1);

        Object all(List<String> names) {
            var copy = new ArrayList<>(List.copyOf(names));
            Collections.shuffle(copy, seeded);
            System.arraycopy(new long[3], 0, new long[3], 0, 3);
            return copy.stream()
                    .collect(Collectors.groupingBy(n -> n, TreeMap::new, Collectors.toList()));
        }
    }

    record Point(int x, List<String> names) {}

    enum Colour {
        RED,
        GREEN
    }
}
