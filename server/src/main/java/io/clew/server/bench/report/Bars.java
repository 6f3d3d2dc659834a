package io.clew.server.bench.report;

/** One row of a bar chart: a figure of each of two systems. */
public record Bars(String title, double first, double second) {}
