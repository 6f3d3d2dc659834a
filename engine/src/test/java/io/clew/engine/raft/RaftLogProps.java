package io.clew.engine.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.Invariant;
import io.clew.engine.bytes.Bytes;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class RaftLogProps {
    /** A write that was taken, as a disk would hold it once it is confirmed. */
    private record Taken(long sequence, long first, List<Entry> entries) {}

    private static Entry entry(long index, long term) {
        return new Entry(index, term, Entry.Kind.COMMAND, Bytes.utf8(term + "@" + index));
    }

    /**
     * The durable index must be backed by a disk that has applied exactly the confirmed writes,
     * whatever was cut off and appended again while they were under way.
     */
    @Property(tries = 2000)
    void whatCountsAsDurableIsOnTheDisk(@ForAll long seed) {
        var random = new SplittableRandom(seed);
        var log = new RaftLog(LogId.ZERO, List.of());
        var disk = new ArrayList<Entry>();
        var underWay = new ArrayDeque<Taken>();
        long term = 1;
        long sequence = 0;
        long compacted = 0;
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(7)) {
                case 0, 1 -> log.append(entry(log.lastIndex() + 1, term));
                case 2 -> {
                    long from = log.lastIndex() - random.nextInt(3);
                    if (log.contains(from)) {
                        log.truncateFrom(from);
                        term++;
                    }
                }
                case 3 -> {
                    long first = log.writeFrom();
                    if (first != 0) {
                        underWay.add(new Taken(++sequence, first, log.takeWrite(sequence)));
                    }
                }
                case 4 -> {
                    if (!underWay.isEmpty()) {
                        Taken taken = underWay.remove();
                        disk.removeIf(e -> e.index() >= taken.first);
                        disk.addAll(taken.entries);
                        log.written(taken.sequence);
                    }
                }
                case 5 -> {
                    long from = log.lastIndex() - random.nextInt(5);
                    if (log.contains(from)) {
                        long durable = log.durable();
                        log.writeAgainFrom(from);
                        assertEquals(durable, log.durable());
                        assertTrue(log.writeFrom() <= from);
                    }
                }
                default -> {
                    if (random.nextInt(4) == 0 && log.durable() > compacted) {
                        compacted += 1 + random.nextLong(log.durable() - compacted);
                        log.compactTo(compacted);
                    }
                }
            }
            long durable = log.durable();
            for (long i = log.base().index() + 1; i <= durable; i++) {
                assertEquals(log.at(i), disk.get((int) i - 1), "seed " + seed);
            }
            assertTrue(durable <= log.lastIndex());
        }
    }

    @Test
    void whatIsToBeWrittenAgainAndIsCutOffIsCutOffOnDiskToo() {
        var log = new RaftLog(LogId.ZERO, List.of(entry(1, 1), entry(2, 1)));
        log.writeAgainFrom(2);
        log.truncateFrom(2);
        assertEquals(2, log.writeFrom());
        assertEquals(List.of(), log.takeWrite(1));
    }

    @Test
    void anEntryThatWasReplacedIsNotDurableByTheWriteOfItsPredecessor() {
        var log = new RaftLog(LogId.ZERO, List.of());
        log.append(entry(1, 1));
        log.takeWrite(1);
        log.truncateFrom(1);
        log.append(entry(1, 2));
        log.takeWrite(2);
        log.written(1);
        assertEquals(0, log.durable());
        log.written(2);
        assertEquals(1, log.durable());
    }

    @Test
    void theFloorIsTheLastPositionThatMayStillAgree() {
        var log = new RaftLog(new LogId(1, 2), List.of(entry(3, 1), entry(4, 3), entry(5, 3)));
        assertEquals(new LogId(1, 3), log.floor(9, 2));
        assertEquals(new LogId(3, 4), log.floor(4, 3));
        assertEquals(new LogId(1, 2), log.floor(5, 0));
    }

    @Test
    void aHoleOrAFallingTermBreaksTheLog() {
        var log = new RaftLog(LogId.ZERO, List.of(entry(1, 2)));
        assertThrows(Invariant.Broken.class, () -> log.append(entry(3, 2)));
        assertThrows(Invariant.Broken.class, () -> log.append(entry(2, 1)));
        assertThrows(Invariant.Broken.class, () -> log.truncateFrom(2));
    }

    @Test
    void aSliceStopsBeforeTheEntryThatWouldNotFitAndSkipsNone() {
        var big = new Entry(2, 1, Entry.Kind.COMMAND, Bytes.of(new byte[1000]));
        var log = new RaftLog(LogId.ZERO, List.of(entry(1, 1), big, entry(3, 1)));
        assertEquals(1, log.slice(1, 100).size());
        assertEquals(List.of(big), log.slice(2, 100));
        assertEquals(3, log.slice(1, 2000).size());
    }
}
