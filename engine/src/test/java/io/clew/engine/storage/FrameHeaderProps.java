package io.clew.engine.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

class FrameHeaderProps {
    private static final int PAYLOAD_AT = FrameHeader.BYTES;

    @Property(tries = 200)
    void aHeaderIsBelievedOnlyInItsGenerationAndUnharmed(
            @ForAll long generation,
            @ForAll long sequence,
            @ForAll @Size(min = 1, max = 50) byte[] payload) {
        byte[] frame = frame(generation, sequence, payload);
        FrameHeader header = FrameHeader.read(frame, 0, generation);
        assertNotNull(header);
        assertEquals(sequence, header.sequence());
        assertEquals(sequence, FrameHeader.sequenceAt(frame, 0));
        assertTrue(header.matches(frame, PAYLOAD_AT, generation));
        assertNull(FrameHeader.read(frame, 0, generation + 1));
        assertFalse(header.matches(frame, PAYLOAD_AT, generation + 1));
        for (int bit = 0; bit < frame.length * 8; bit++) {
            frame[bit / 8] ^= (byte) (1 << (bit % 8));
            if (bit < PAYLOAD_AT * 8) {
                assertNull(FrameHeader.read(frame, 0, generation));
            } else {
                assertFalse(header.matches(frame, PAYLOAD_AT, generation));
            }
            frame[bit / 8] ^= (byte) (1 << (bit % 8));
        }
    }

    private static byte[] frame(long generation, long sequence, byte[] payload) {
        byte[] frame = new byte[PAYLOAD_AT + payload.length];
        System.arraycopy(payload, 0, frame, PAYLOAD_AT, payload.length);
        FrameHeader.of(FrameHeader.BATCH, generation, sequence, sequence - 1, frame, payload.length)
                .put(frame, generation);
        return frame;
    }
}
