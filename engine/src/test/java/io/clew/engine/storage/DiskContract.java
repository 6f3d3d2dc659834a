package io.clew.engine.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What every {@link Disk} does, real or simulated. What a crash may do is tested elsewhere. */
public abstract class DiskContract {
    private Disk disk;

    /** An empty one. */
    protected abstract Disk emptyDisk();

    @BeforeEach
    void begin() {
        disk = emptyDisk();
    }

    @Test
    void anEmptyDiskListsNothing() {
        assertEquals(List.of(), disk.list());
    }

    @Test
    void filesAreListedInTheOrderOfTheirNames() {
        for (String name : List.of("b", "c", "a-1", "a")) {
            disk.create(name).close();
        }
        assertEquals(List.of("a", "a-1", "b", "c"), disk.list());
    }

    @Test
    void aNewFileIsEmpty() {
        try (var file = disk.create("f")) {
            assertEquals(0, file.sizeBytes());
            assertEquals(0, file.read(0, ByteBuffer.allocate(8)));
        }
    }

    @Test
    void whatWasWrittenIsReadBackAlsoThroughAnotherHandle() {
        try (var file = disk.create("f")) {
            file.write(0, bytes("hello"));
            assertEquals("hello", text(file, 0, 5));
            try (var other = disk.open("f")) {
                assertEquals("ell", text(other, 1, 3));
            }
        }
        assertEquals("hello", content("f"));
    }

    @Test
    void aWriteChangesItsOwnPlaceOnly() {
        try (var file = disk.create("f")) {
            file.write(0, bytes("abcdefgh"));
            file.write(2, bytes("XY"));
        }
        assertEquals("abXYefgh", content("f"));
    }

    @Test
    void aWriteBeyondTheEndLeavesZerosInBetween() {
        try (var file = disk.create("f")) {
            file.write(1000, bytes("x"));
            assertEquals(1001, file.sizeBytes());
            var all = ByteBuffer.allocate(1001);
            assertEquals(1001, file.read(0, all));
            byte[] expected = new byte[1001];
            expected[1000] = 'x';
            assertArrayEquals(expected, all.array());
        }
    }

    @Test
    void aBufferIsWrittenFromItsPositionToItsLimitAndUsedUp() {
        var source = bytes("0123456789").position(2).limit(5);
        try (var file = disk.create("f")) {
            file.write(0, source);
        }
        assertEquals("234", content("f"));
        assertEquals(5, source.position());
        assertEquals(5, source.limit());
    }

    @Test
    void aReadFillsTheBufferFromItsPositionToItsLimit() {
        try (var file = disk.create("f")) {
            file.write(0, bytes("0123456789"));
            byte[] around = "----------".getBytes(StandardCharsets.UTF_8);
            var target = ByteBuffer.wrap(around).position(3).limit(7);
            assertEquals(4, file.read(5, target));
            assertEquals("---5678---", new String(around, StandardCharsets.UTF_8));
            assertEquals(7, target.position());
            assertEquals(7, target.limit());
        }
    }

    @Test
    void aReadAtTheEndIsShortAndBehindItEmpty() {
        try (var file = disk.create("f")) {
            file.write(0, bytes("0123"));
            assertEquals(2, file.read(2, ByteBuffer.allocate(10)));
            assertEquals(0, file.read(4, ByteBuffer.allocate(10)));
            assertEquals(0, file.read(4000, ByteBuffer.allocate(10)));
        }
    }

    @Test
    void millionsOfBytesAreWrittenAndReadInOneCall() {
        byte[] much = new byte[3_333_333];
        for (int i = 0; i < much.length; i++) {
            much[i] = (byte) (i * 31 + (i >> 9));
        }
        try (var file = disk.create("f")) {
            file.write(77, ByteBuffer.wrap(much));
            file.sync();
            var target = ByteBuffer.allocate(much.length);
            assertEquals(much.length, file.read(77, target));
            assertArrayEquals(much, target.array());
        }
    }

    @Test
    void whatWasCutOffReadsAsZerosWhenTheFileGrowsAgain() {
        try (var file = disk.create("f")) {
            byte[] ones = new byte[2000];
            Arrays.fill(ones, (byte) 1);
            file.write(0, ByteBuffer.wrap(ones));
            file.truncate(700);
            assertEquals(700, file.sizeBytes());
            file.write(1999, bytes("x"));
            var middle = ByteBuffer.allocate(1299);
            assertEquals(1299, file.read(700, middle));
            assertArrayEquals(new byte[1299], middle.array());
        }
    }

    @Test
    void truncationToMoreThanTheSizeChangesNothing() {
        try (var file = disk.create("f")) {
            file.write(0, bytes("abc"));
            file.truncate(10);
        }
        assertEquals("abc", content("f"));
    }

    @Test
    void renamingMovesTheContentAndKeepsHandlesValid() {
        try (var file = disk.create("old")) {
            file.write(0, bytes("a"));
            disk.rename("old", "new");
            file.write(1, bytes("b"));
            file.sync();
        }
        assertEquals(List.of("new"), disk.list());
        assertEquals("ab", content("new"));
    }

    @Test
    void renamingReplacesWhatHasTheNewName() {
        write("a", "new content");
        write("b", "old content, longer");
        disk.rename("a", "b");
        assertEquals(List.of("b"), disk.list());
        assertEquals("new content", content("b"));
    }

    @Test
    void aDeletedFileIsGoneAndItsNameFree() {
        write("f", "old");
        disk.delete("f");
        assertEquals(List.of(), disk.list());
        write("f", "new");
        assertEquals("new", content("f"));
    }

    @Test
    void syncingKeepsWhatIsThere() {
        write("f", "abc");
        disk.syncDirectory();
        try (var file = disk.open("f")) {
            file.sync();
        }
        assertEquals("abc", content("f"));
    }

    @Test
    void misuseIsRefused() {
        write("there", "x");
        assertThrows(DiskException.class, () -> disk.create("there"));
        assertThrows(DiskException.class, () -> disk.open("missing"));
        assertThrows(DiskException.class, () -> disk.rename("missing", "other"));
        assertThrows(DiskException.class, () -> disk.delete("missing"));
        assertEquals(List.of("there"), disk.list());
    }

    @Test
    void aClosedHandleIsRefusedAndMayBeClosedAgain() {
        var file = disk.create("f");
        file.close();
        file.close();
        assertThrows(DiskException.class, file::sizeBytes);
        assertThrows(DiskException.class, () -> file.read(0, ByteBuffer.allocate(1)));
        assertThrows(DiskException.class, () -> file.write(0, bytes("x")));
        assertThrows(DiskException.class, file::sync);
        assertThrows(DiskException.class, () -> file.truncate(0));
    }

    private void write(String name, String text) {
        try (var file = disk.create(name)) {
            file.write(0, bytes(text));
        }
    }

    private String content(String name) {
        try (var file = disk.open(name)) {
            return text(file, 0, (int) file.sizeBytes());
        }
    }

    private static String text(DiskFile file, long position, int length) {
        var target = ByteBuffer.allocate(length);
        assertEquals(length, file.read(position, target));
        return new String(target.array(), StandardCharsets.UTF_8);
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
