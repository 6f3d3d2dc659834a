package io.clew.engine.api;

/** Why a keyed write was not applied, and never will be under that key. */
public enum KeyFault {
    /** So old that what was applied under it may have been forgotten. */
    TOO_OLD,
    /** Another write has been applied under it. */
    REUSED,
    /** Its token is not from this log. */
    FOREIGN,
    /** Its token is of a place that the log had not reached. */
    NOT_ISSUED
}
