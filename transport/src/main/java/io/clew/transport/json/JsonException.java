package io.clew.transport.json;

/** Text that is not the JSON it should be; the sender is at fault. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public JsonException(String message) {
        super(message);
    }
}
