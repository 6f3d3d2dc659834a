package io.clew.server.bench;

import io.clew.server.bench.life.Failover;
import io.clew.server.bench.life.Growth;
import io.clew.server.bench.life.GrowthCurve;
import io.clew.server.bench.life.Pauses;
import io.clew.server.bench.life.Startup;
import io.clew.server.bench.local.StartFailure;
import io.clew.server.bench.report.Machine;
import io.clew.server.bench.report.Page;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;

/**
 * The measurements beside plain load: failover, growth and starts, and what is printed about them.
 *
 * @param page takes tables and charts, null for none
 */
record RareEvents(LoadOptions load, Path folder, @Nullable Path page, CommandSpec spec) {
    private static final int WARMUP_SECONDS = 5;
    private static final int FAILOVER_CLIENTS = 8;
    private static final int RESTART_KEYS = 1_000_000;
    private static final int RESTART_KEYS_QUICK = 100_000;

    int failover(int times) throws IOException, InterruptedException, StartFailure {
        var failover =
                new Failover(
                        times,
                        FAILOVER_CLIENTS,
                        load.valueSize,
                        load.keys,
                        load.warmup(WARMUP_SECONDS),
                        folder,
                        load.serverFlags,
                        this::progress);
        var pauses = new Pauses(failover.measure(), load.serverFlags);
        print(pauses, pauses.page());
        return 0;
    }

    int growth(boolean quick) throws IOException, InterruptedException, StartFailure {
        var growth = new Growth(quick, load.duration(), folder, load.serverFlags, this::progress);
        var curves = new ArrayList<GrowthCurve>();
        for (Growth.Axis axis : Growth.Axis.values()) {
            var curve = growth.measure(axis);
            curves.add(curve);
            print(curve.table(), null);
        }
        var written = new Page("What an operation costs as a node grows");
        curves.forEach(curve -> curve.addTo(written));
        print("", written);
        return curves.stream().allMatch(GrowthCurve::complete) ? 0 : 1;
    }

    int startup(boolean quick) throws IOException, InterruptedException, StartFailure {
        int keys = quick ? RESTART_KEYS_QUICK : RESTART_KEYS;
        var table = new Startup(keys, load.valueSize, folder, this::progress).measure();
        print(table, new Page("Starts and idleness").table(table));
        return 0;
    }

    private void print(Object text, @Nullable Page written) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(text);
        if (written != null) {
            out.println(Machine.description());
            if (page != null) {
                written.note(Machine.description()).write(page);
            }
        }
        out.flush();
    }

    private void progress(String what) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(what);
        err.flush();
    }
}
