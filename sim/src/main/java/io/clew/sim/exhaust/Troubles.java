package io.clew.sim.exhaust;

/**
 * How much trouble there may be beside every order of what arrives.
 *
 * @param timeouts how often a node may run out of patience
 * @param crashes how often one may crash
 * @param losses how many frames may get lost
 * @param depth how many moves there may be after the opening
 */
record Troubles(int timeouts, int crashes, int losses, int depth) {
    /** What is left of it after a move. */
    Troubles after(Move move) {
        return switch (move) {
            case Move.Expire _ -> new Troubles(timeouts - 1, crashes, losses, depth);
            case Move.Crash _ -> new Troubles(timeouts, crashes - 1, losses, depth);
            case Move.Lose _ -> new Troubles(timeouts, crashes, losses - 1, depth);
            case Move.Deliver _, Move.Boot _, Move.Ask _, Move.Settle _, Move.Cut _ -> this;
        };
    }
}
