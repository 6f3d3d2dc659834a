/** What was measured, as tables and as a page with charts. */
@NullMarked
package io.clew.server.bench.report;

import org.jspecify.annotations.NullMarked;
