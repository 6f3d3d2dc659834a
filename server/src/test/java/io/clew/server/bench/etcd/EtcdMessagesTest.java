package io.clew.server.bench.etcd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

class EtcdMessagesTest {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuffer hex(String digits) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    @Test
    void requests_are_the_bytes_that_protocol_buffers_prescribes() {
        assertArrayEquals(
                hex("0a 02 6b31 12 03 616263").array(),
                EtcdMessages.put(bytes("k1"), bytes("abc")));
        assertArrayEquals(hex("0a 02 6b31").array(), EtcdMessages.range(bytes("k1"), false));
        assertArrayEquals(hex("0a 02 6b31 38 01").array(), EtcdMessages.range(bytes("k1"), true));
        byte[] big = EtcdMessages.put(bytes("k"), new byte[300]);
        assertArrayEquals(
                hex("0a 01 6b 12 ac02").array(), java.util.Arrays.copyOf(big, 6), "300 is ac 02");
    }

    @Test
    void the_value_that_a_read_found_is_measured() {
        String header = "0a 04 0a 02 0102"; // a message within a message that is passed over
        String pair = "0a 02 6b31 10 05 18 96 01 2a 03 616263";
        assertEquals(3, EtcdMessages.valueLength(hex(header + " 12 0e " + pair + " 20 01")));
        assertEquals(-1, EtcdMessages.valueLength(hex(header)));
        assertEquals(0, EtcdMessages.valueLength(hex("12 04 0a 02 6b31")));
    }

    @Test
    void who_leads_is_who_names_itself() {
        String self = "0a 0c 08 01 10 8e80808080808080 01"; // a member id of nine bytes
        assertTrue(
                EtcdMessages.leads(
                        hex(
                                "0a 0d 08 01 10 8e80808080808080 80 01 20"
                                        + " 8e80808080808080 80 01")));
        assertFalse(EtcdMessages.leads(hex(self + " 20 07")));
        assertFalse(EtcdMessages.leads(hex(self)), "no leader is known");
    }

    @Test
    void a_message_that_is_cut_short_is_refused() {
        assertThrows(
                IllegalArgumentException.class, () -> EtcdMessages.valueLength(hex("12 09 0a")));
        assertThrows(IllegalArgumentException.class, () -> EtcdMessages.valueLength(hex("10 80")));
    }
}
