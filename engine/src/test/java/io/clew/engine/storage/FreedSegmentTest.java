package io.clew.engine.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** A segment that the log gives back just when it is about to be read back. */
class FreedSegmentTest {
    private static final String FIRST = SegmentHeader.fileName(1);
    private static final String SECOND = SegmentHeader.fileName(2);
    private static final String LAST = SegmentHeader.fileName(3);

    private final List<String> names = new ArrayList<>(List.of(FIRST, SECOND, LAST));
    private final List<String> opened = new ArrayList<>();

    @Test
    void aSegmentThatVanishesBetweenListAndOpenIsLeftOut() {
        var scrubber = new Scrubber(new UnreadableDisk(names::clear));
        assertNull(scrubber.step(1 << 20));
        assertEquals(1, opened.size());
    }

    /** Also where only the one before has gone: then what comes behind it is looked at. */
    @Test
    void theSegmentBehindItIsStillRead() {
        var scrubber = new Scrubber(new UnreadableDisk(() -> names.remove(FIRST)));
        assertThrows(DiskException.class, () -> scrubber.step(1 << 20));
        assertEquals(2, opened.size());
    }

    @Test
    void aSegmentThatIsThereAndCannotBeOpenedIsAFailure() {
        var scrubber = new Scrubber(new UnreadableDisk(() -> {}));
        assertThrows(DiskException.class, () -> scrubber.step(1 << 20));
    }

    /** Opens nothing, after something has happened to its files. */
    private final class UnreadableDisk implements Disk {
        private final Runnable meanwhile;

        UnreadableDisk(Runnable meanwhile) {
            this.meanwhile = meanwhile;
        }

        @Override
        public List<String> list() {
            return List.copyOf(names);
        }

        @Override
        public DiskFile open(String name) {
            opened.add(name);
            meanwhile.run();
            throw new DiskException(DiskException.Kind.FAILED, "cannot open " + name);
        }

        @Override
        public DiskFile create(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void rename(String from, String to) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(String name) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void syncDirectory() {
            throw new UnsupportedOperationException();
        }
    }
}
