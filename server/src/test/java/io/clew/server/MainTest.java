package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import picocli.CommandLine.Command;

/** What {@code --help} says. */
class MainTest {
    private static final int COLUMNS = 80;

    /** Or picocli breaks them once more, in the midst of a paragraph. */
    @Test
    void theLinesBelowTheFlagsFitOnATerminal() {
        for (String line : Main.class.getAnnotation(Command.class).footer()) {
            assertTrue(line.length() < COLUMNS, line);
        }
    }
}
