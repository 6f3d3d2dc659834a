package io.clew.linearizability;

/** The bare answer of a check, without what explains it. */
public enum Decision {
    LINEARIZABLE("linearizable"),
    VIOLATION("violation"),
    UNKNOWN("unknown");

    private final String text;

    Decision(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
