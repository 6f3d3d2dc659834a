package io.clew.sim.schedule;

/** Is shown every setting of a setup by name, and says which value it shall have. */
interface Fields {
    long nanos(String name, long value);

    long number(String name, long value);

    boolean flag(String name, boolean value);

    default int size(String name, int value) {
        return Math.toIntExact(number(name, value));
    }
}
