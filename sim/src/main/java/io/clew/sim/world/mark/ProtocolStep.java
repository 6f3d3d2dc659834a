package io.clew.sim.world.mark;

import java.util.Locale;

/** What a node does in one of its steps; it may do several of these at once. */
public enum ProtocolStep {
    /** It starts and has read its disk back. */
    RECOVER,
    /** It wants a new term or vote on its disk. */
    PERSIST,
    /** It gives or asks for votes. */
    VOTE,
    /** It becomes the leader. */
    ELECT,
    /** It gives up being leader or candidate. */
    STEP_DOWN,
    /** It wants entries on its disk. */
    APPEND,
    /** It replaces entries on its disk. */
    TRUNCATE,
    /** Its log gets a configuration. */
    CONFIGURE,
    /** It sends entries to others. */
    REPLICATE,
    /** It says that it has them, or that it lacks what is before them. */
    ACKNOWLEDGE,
    /** It learns that more is committed. */
    COMMIT,
    /** It applies entries. */
    APPLY,
    /** It confirms that it leads, for a read or for its own peace. */
    CONFIRM,
    /** It answers a client. */
    ANSWER,
    /** It saves a snapshot, or lets the log go that one covers. */
    SAVE,
    /** It sends pieces of a snapshot, or receives some. */
    TRANSFER,
    /** It takes a snapshot over. */
    INSTALL;

    /** Its name in a report. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
