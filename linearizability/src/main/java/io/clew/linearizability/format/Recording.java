package io.clew.linearizability.format;

import io.clew.linearizability.History;
import io.clew.linearizability.Model;

/**
 * A history as it was read.
 *
 * @param model the model that the history seems to be made for
 */
public record Recording(History history, Model model) {}
