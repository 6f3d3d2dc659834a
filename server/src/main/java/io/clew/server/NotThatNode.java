package io.clew.server;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Who answers somewhere, if anybody can, is not who is wanted there: to ask again is of no use. */
final class NotThatNode extends IOException {
    private static final long serialVersionUID = 1;

    NotThatNode(String message) {
        super(message);
    }

    NotThatNode(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
