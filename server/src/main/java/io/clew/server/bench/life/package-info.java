/** What happens rarely in the life of a node: a leader's end, a start, idleness, growth. */
@NullMarked
package io.clew.server.bench.life;

import org.jspecify.annotations.NullMarked;
