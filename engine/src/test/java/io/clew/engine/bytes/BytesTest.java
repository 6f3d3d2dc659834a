package io.clew.engine.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class BytesTest {
    @Test
    void theOrderIsThatOfUnsignedBytesAndAPrefixComesFirst() {
        assertTrue(bytes(0x7f).compareTo(bytes(0x80)) < 0);
        assertTrue(bytes(1).compareTo(bytes(1, 0)) < 0);
        assertTrue(Bytes.EMPTY.compareTo(bytes(0)) < 0);
        assertEquals(0, bytes(1, 2).compareTo(bytes(1, 2)));
    }

    @Test
    void equalContentIsEqual() {
        assertEquals(bytes(1, 2), bytes(1, 2));
        assertEquals(bytes(1, 2).hashCode(), bytes(1, 2).hashCode());
        assertNotEquals(bytes(1, 2), bytes(1, 3));
        assertSame(Bytes.EMPTY, Bytes.of(new byte[0]));
    }

    @Test
    void aLongValuePrintsShort() {
        assertEquals("0102", bytes(1, 2).toString());
        assertTrue(Bytes.of(new byte[1000]).toString().endsWith("… (1000 bytes)"));
    }

    @Test
    void everyKindOfValueReadsBack() {
        var out = new ByteWriter(1);
        out.u8(255)
                .u32(-2)
                .u64(Long.MIN_VALUE)
                .varint(-1)
                .bool(true)
                .string("über")
                .bytes(bytes(9));
        var in = new ByteReader(out.toBytes());
        assertEquals(255, in.u8());
        assertEquals(-2, in.u32());
        assertEquals(Long.MIN_VALUE, in.u64());
        assertEquals(-1, in.varint());
        assertTrue(in.bool());
        assertEquals("über", in.string());
        assertEquals(bytes(9), in.bytes());
        in.finish();
    }

    @Test
    void aLengthThatWasNotKnownCanBeWrittenLater() {
        var out = new ByteWriter().u8(7).u32(0).u8(8);
        out.u32At(1, 0x01020304);
        assertEquals(bytes(7, 1, 2, 3, 4, 8), out.toBytes());
        assertThrows(IndexOutOfBoundsException.class, () -> out.u32At(3, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> out.u32At(-1, 0));
    }

    @Test
    void aWriterThatWasResetStartsAgain() {
        var out = new ByteWriter().u64(1);
        out.reset();
        assertEquals(bytes(5), out.u8(5).toBytes());
    }

    @Test
    void nothingIsReadBeyondTheEnd() {
        assertThrows(MalformedException.class, () -> reader().u8());
        assertThrows(MalformedException.class, () -> reader(1, 2, 3).u32());
        assertThrows(MalformedException.class, () -> reader(1, 2, 3, 4, 5, 6, 7).u64());
        assertThrows(MalformedException.class, () -> reader(0x80).varint());
        assertThrows(MalformedException.class, () -> reader(2, 1).bytes());
        assertThrows(MalformedException.class, () -> reader(1).raw(2));
        assertThrows(MalformedException.class, () -> reader(1).raw(-1));
        var part = new ByteReader(new byte[] {1, 2, 3}, 1, 1);
        assertEquals(2, part.u8());
        assertThrows(MalformedException.class, part::u8);
    }

    @Test
    void aRangeOutsideTheArrayIsTheCallersMistake() {
        assertThrows(IndexOutOfBoundsException.class, () -> new ByteReader(new byte[2], 1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> new ByteReader(new byte[2], 3, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> new ByteReader(new byte[2], -1, 1));
    }

    @Test
    void aLengthIsCheckedBeforeAnythingIsAllocated() {
        // 2^31 - 1 and 2^62 as lengths of what follows.
        assertThrows(
                MalformedException.class, () -> reader(0xff, 0xff, 0xff, 0xff, 0x07, 1).bytes());
        assertThrows(
                MalformedException.class,
                () -> reader(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40, 1).bytes());
    }

    @Test
    void aNumberOfMoreThanSixtyFourBitsIsRefused() {
        assertEquals(
                -1, reader(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01).varint());
        assertThrows(
                MalformedException.class,
                () -> reader(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x03).varint());
        assertThrows(
                MalformedException.class,
                () ->
                        reader(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0)
                                .varint());
    }

    @Test
    void whatIsLeftOverOrOutOfRangeIsRefused() {
        assertThrows(MalformedException.class, () -> reader(1).finish());
        assertThrows(MalformedException.class, () -> reader(2).bool());
        assertFalse(reader(0).bool());
        assertThrows(MalformedException.class, () -> reader(4).count(3));
        assertEquals(3, reader(3).count(3));
        var negative = new ByteWriter().varint(-1).toBytes();
        assertThrows(MalformedException.class, () -> new ByteReader(negative).natural());
        assertThrows(MalformedException.class, () -> new ByteReader(negative).count(9));
    }

    private static ByteReader reader(int... values) {
        return new ByteReader(bytes(values));
    }

    private static Bytes bytes(int... values) {
        var array = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            array[i] = (byte) values[i];
        }
        return Bytes.of(array);
    }
}
