/** What happened in one run, written down and shown as a page that needs nothing but a browser. */
@NullMarked
package io.clew.sim.report;

import org.jspecify.annotations.NullMarked;
