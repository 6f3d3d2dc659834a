package io.clew.sim.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.clew.engine.storage.DiskException;
import io.clew.engine.storage.DiskFile;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

class SimDiskTest {
    private final SimDisk disk = new SimDisk();
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void whatWasSyncedOutlivesACrashAndTheRestDoesNot() {
        try (var file = durable("f", "synced")) {
            file.write(0, bytes("SYNCED and more"));
        }
        disk.crash(random, SimDisk.Crash.LOSES_UNSYNCED);
        assertEquals("synced", content(disk, "f"));
    }

    @Test
    void aKilledProcessLosesNothing() {
        try (var file = durable("f", "synced")) {
            file.write(6, bytes(" and more"));
        }
        disk.rename("f", "g");
        disk.crash(random, SimDisk.Crash.KEEPS_UNSYNCED);
        assertEquals("synced and more", content(disk, "g"));
    }

    @Test
    void namesAreDurableOnlyOnceTheFolderIsSynced() {
        durable("old", "x").close();
        disk.rename("old", "new");
        disk.create("another").close();
        var lost = disk.copy();
        lost.crash(random, SimDisk.Crash.LOSES_UNSYNCED);
        assertEquals(List.of("old"), lost.list());
        disk.syncDirectory();
        disk.crash(random, SimDisk.Crash.LOSES_UNSYNCED);
        assertEquals(List.of("another", "new"), disk.list());
    }

    @Test
    void aDeletedFileMayComeBackWithAllThatWasSynced() {
        durable("f", "synced").close();
        disk.delete("f");
        disk.crash(random, SimDisk.Crash.LOSES_UNSYNCED);
        assertEquals("synced", content(disk, "f"));
    }

    @Test
    void sectorsSurviveOneApartFromAnother() {
        var seen = new TreeSet<String>();
        for (int i = 0; i < 200; i++) {
            var some = new SimDisk();
            var file = some.create("f");
            file.write(0, bytes("-".repeat(1536)));
            file.sync();
            some.syncDirectory();
            file.write(0, bytes("x".repeat(1536)));
            some.crash(random, SimDisk.Crash.KEEPS_SOME);
            String content = content(some, "f");
            String marks = "";
            for (int sector = 0; sector < 3; sector++) {
                String part = content.substring(sector * 512, sector * 512 + 512);
                boolean all = part.equals("x".repeat(512));
                marks += all ? "x" : part.equals("-".repeat(512)) ? "-" : "t";
            }
            seen.add(marks);
        }
        assertTrue(seen.containsAll(List.of("---", "--x", "-x-", "x--", "x-x", "xxx")));
        assertTrue(seen.stream().anyMatch(marks -> marks.contains("t")));
    }

    @Test
    void changesOfNamesSurviveOneApartFromAnother() {
        var found = new TreeSet<String>();
        for (int i = 0; i < 100; i++) {
            var some = new SimDisk();
            some.create("a").close();
            some.create("b").close();
            some.crash(random, SimDisk.Crash.KEEPS_SOME);
            found.add(some.list().toString());
        }
        assertEquals(new TreeSet<>(List.of("[]", "[a]", "[b]", "[a, b]")), found);
    }

    @Test
    void handlesDieInACrash() {
        var file = disk.create("f");
        disk.crash(random, SimDisk.Crash.KEEPS_UNSYNCED);
        assertThrows(DiskException.class, () -> file.write(0, bytes("x")));
    }

    @Test
    void aCopyIsADiskOfItsOwn() {
        var file = durable("f", "synced");
        file.write(0, bytes("SYN"));
        var copy = disk.copy();
        file.write(3, bytes("CED"));
        try (var other = copy.open("f")) {
            other.write(5, bytes("!"));
        }
        copy.delete("f");
        assertEquals("SYNCED", content(disk, "f"));
        copy.crash(random, SimDisk.Crash.LOSES_UNSYNCED);
        assertEquals("synced", content(copy, "f"));
    }

    @Test
    void afterAFailedSyncALaterOneDoesNotSaveWhatTheFirstShouldHave() {
        var file = durable("f", "synced");
        file.write(0, bytes("lost??"));
        disk.failSyncsAfter(0, SimDisk.Unsaved.FORGOTTEN);
        assertThrows(DiskException.class, file::sync);
        disk.heal();
        file.sync();
        assertEquals("lost??", content(disk, "f"));
        disk.crash(random, SimDisk.Crash.KEEPS_UNSYNCED);
        assertEquals("synced", content(disk, "f"));
    }

    @Test
    void whatAFailedSyncDidNotSaveMayLookSavedToTheNextProcessUntilThePowerFails() {
        var file = durable("f", "synced");
        file.write(0, bytes("lost??"));
        disk.failSyncsAfter(0, SimDisk.Unsaved.STAYS);
        assertThrows(DiskException.class, file::sync);
        disk.crash(random, SimDisk.Crash.KEEPS_UNSYNCED);
        assertEquals("lost??", content(disk, "f"));
        try (var again = disk.open("f")) {
            again.sync();
        }
        disk.crash(random, SimDisk.Crash.LOSES_UNSYNCED);
        assertEquals("synced", content(disk, "f"));
    }

    @Test
    void failuresThatLastOutliveACrash() {
        var file = durable("f", "synced");
        disk.failWritesAfter(0);
        disk.last();
        disk.crash(random, SimDisk.Crash.KEEPS_UNSYNCED);
        try (var again = disk.open("f")) {
            assertThrows(DiskException.class, () -> again.write(0, bytes("x")));
            disk.heal();
            again.write(0, bytes("x"));
        }
        file.close();
        assertEquals(1, disk.failures());
    }

    @Test
    void whatIsDeletedOrCutOffMakesRoom() {
        var file = durable("f", "x".repeat(2000));
        durable("g", "x".repeat(1024)).close();
        disk.fillUpAfter(0);
        assertThrows(DiskException.class, () -> file.write(2048, bytes("x")));
        disk.delete("g");
        file.write(2048, bytes("x".repeat(1024)));
        assertThrows(DiskException.class, () -> file.write(3072, bytes("x")));
        file.truncate(2048);
        file.write(2048, bytes("x"));
    }

    @Test
    void damageIsOnTheMediumAndInTheCache() {
        durable("f", "x".repeat(1024)).close();
        durable("g", "y".repeat(1024)).close();
        for (SimDisk.Damage kind : SimDisk.Damage.values()) {
            var copy = disk.copy();
            // A misdirected write may hit its own place, or bring the same content.
            for (int i = 0; i < 100 && content(copy, "f").equals("x".repeat(1024)); i++) {
                copy.damage("f", 1, kind, random);
            }
            String seen = content(copy, "f");
            assertEquals("x".repeat(512), seen.substring(0, 512));
            assertNotEquals("x".repeat(512), seen.substring(512), kind + "");
            copy.crash(random, SimDisk.Crash.LOSES_UNSYNCED);
            assertEquals(seen, content(copy, "f"));
        }
    }

    @Test
    void aFullDiskTakesChangesInPlaceButNoGrowth() {
        var file = durable("f", "synced");
        disk.fillUpAfter(512);
        file.write(0, bytes("SYNCED"));
        file.write(512, bytes("x"));
        var refused = assertThrows(DiskException.class, () -> file.write(1024, bytes("x")));
        assertEquals(DiskException.Kind.FULL, refused.kind());
    }

    @Test
    void theSameSeedLeavesTheSameBytes() {
        assertEquals(crashed(5), crashed(5));
    }

    private static String crashed(long seed) {
        var some = new SimDisk();
        var file = some.create("f");
        some.syncDirectory();
        file.write(0, bytes("0123456789".repeat(1000)));
        some.crash(new SplittableRandom(seed), SimDisk.Crash.KEEPS_SOME_AND_GARBAGE);
        return content(some, "f");
    }

    private DiskFile durable(String name, String text) {
        var file = disk.create(name);
        file.write(0, bytes(text));
        file.sync();
        disk.syncDirectory();
        return file;
    }

    private static String content(SimDisk disk, String name) {
        try (var file = disk.open(name)) {
            byte[] all = new byte[(int) file.sizeBytes()];
            assertEquals(all.length, file.read(0, ByteBuffer.wrap(all)));
            return new String(all, StandardCharsets.ISO_8859_1);
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
