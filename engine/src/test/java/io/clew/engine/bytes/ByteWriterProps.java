package io.clew.engine.bytes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ByteWriterProps {
    @Property
    void aVarintReadsBackAsItWasWritten(@ForAll long value) {
        var out = new ByteWriter().varint(value);
        assertEquals(value, new ByteReader(out.toBytes()).varint());
    }
}
