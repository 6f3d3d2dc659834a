/** The load generator: how fast a cluster answers, beside what the machine could do at best. */
@NullMarked
package io.clew.server.bench;

import org.jspecify.annotations.NullMarked;
