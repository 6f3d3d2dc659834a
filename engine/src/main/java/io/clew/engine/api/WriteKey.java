package io.clew.engine.api;

import io.clew.engine.bytes.Bytes;

/**
 * The name of a write, by which a repetition is known as one.
 *
 * @param unique chosen by the client, at random
 */
public record WriteKey(WriteToken token, Bytes unique) {}
