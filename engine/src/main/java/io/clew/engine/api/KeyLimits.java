package io.clew.engine.api;

/**
 * How much a shard remembers of the keyed writes that it has applied. Travels in the log, so that
 * all members forget the same, whatever each of them was started with.
 *
 * @param countMax keys
 * @param bytesMax the memory that they take
 * @param ageMaxMillis in the log's own time
 */
public record KeyLimits(int countMax, long bytesMax, long ageMaxMillis) {
    /** A minute of three thousand writes a second; more than the memory of so many keys. */
    public static final KeyLimits PRODUCTION = new KeyLimits(200_000, 64L << 20, 24 * 3_600_000L);
}
