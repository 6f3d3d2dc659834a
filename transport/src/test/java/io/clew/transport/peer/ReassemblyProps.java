package io.clew.transport.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.clew.engine.bytes.ByteWriter;
import io.clew.engine.bytes.Bytes;
import io.clew.engine.bytes.MalformedException;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class ReassemblyProps {
    private final Reassembly parts = new Reassembly();

    @Property(tries = 200)
    void partsBecomeTheMessageAgain(
            @ForAll @Size(min = 1, max = 60) byte[] message,
            @ForAll @IntRange(min = 1, max = 20) int piece) {
        var reassembly = new Reassembly();
        for (int round = 0; round < 2; round++) {
            Bytes whole = null;
            for (int at = 0; at < message.length; at += piece) {
                assertNull(whole);
                int length = Math.min(piece, message.length - at);
                var part = new ByteWriter().u32(message.length).u32(at).raw(message, at, length);
                whole = reassembly.add(part.toBytes());
            }
            assertEquals(Bytes.of(message), whole);
        }
    }

    @Example
    void aMessageCannotBeginInTheMiddle() {
        assertMalformed(part(10, 3, 2));
    }

    @Example
    void aPartMustFollowTheOneBefore() {
        parts.add(part(10, 0, 4));
        assertMalformed(part(10, 5, 2));
    }

    @Example
    void anotherMessageCannotBeginBeforeTheEnd() {
        parts.add(part(10, 0, 4));
        assertMalformed(part(10, 0, 4));
    }

    @Example
    void theSizeCannotChangeUnderWay() {
        parts.add(part(10, 0, 4));
        assertMalformed(part(11, 4, 4));
    }

    @Example
    void aPartCannotReachBeyondTheEnd() {
        parts.add(part(10, 0, 4));
        assertMalformed(part(10, 4, 7));
    }

    @Example
    void anEmptyPartIsAnError() {
        assertMalformed(part(10, 0, 0));
    }

    @Example
    void aMessageOverTheLimitIsAnError() {
        assertMalformed(part(PeerNetwork.MESSAGE_BYTES_MAX + 1, 0, 4));
        assertMalformed(part(-1, 0, 4));
    }

    private void assertMalformed(Bytes part) {
        assertThrows(MalformedException.class, () -> parts.add(part));
    }

    private static Bytes part(int size, int offset, int length) {
        return new ByteWriter().u32(size).u32(offset).raw(new byte[length], 0, length).toBytes();
    }
}
