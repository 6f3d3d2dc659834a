package io.clew.transport.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class RareNotesTest {
    @Test
    void whatDiffersInNumbersAloneIsNotedOnce() {
        var lines = new ArrayList<String>();
        var notes = new RareNotes(lines::add);
        notes.note("127.0.0.1:4001 says nonsense: 99");
        notes.note("127.0.0.1:4002 says nonsense: 7");
        notes.note("127.0.0.1:4002 says nothing");
        assertEquals(
                List.of("127.0.0.1:4001 says nonsense: 99", "127.0.0.1:4002 says nothing"), lines);
    }
}
