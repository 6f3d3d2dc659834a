package io.clew.server.bench;

import io.clew.server.bench.compare.Comparison;
import io.clew.server.bench.compare.Row;
import io.clew.server.bench.compare.VersusEtcd;
import io.clew.server.bench.etcd.EtcdServers;
import io.clew.server.bench.local.StartFailure;
import io.clew.server.bench.report.Machine;
import io.clew.server.bench.report.Page;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** The comparison with etcd: its options, and what is printed about it. */
final class VersusOptions {
    private static final int WARMUP_SECONDS = 30;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "with --vs-etcd and several --shards: runs of each, in turn, of which the"
                            + " medians are shown (default: ${DEFAULT-VALUE})")
    int runs;

    @Option(
            names = "--rows",
            paramLabel = "LIST",
            defaultValue = Row.USUAL,
            description =
                    "with --vs-etcd: loads, each an operation and a number of clients (default:"
                            + " ${DEFAULT-VALUE})")
    private String rows = Row.USUAL;

    @Option(
            names = "--etcd-clients-per-connection",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "how many clients share an HTTP/2 connection to etcd; its authors publish"
                            + " figures for 10 (default: ${DEFAULT-VALUE})")
    private int clientsOfConnection;

    /**
     * @param page takes tables and charts, null for none
     */
    int run(LoadOptions load, Path folder, @Nullable Path page, CommandSpec spec)
            throws IOException, InterruptedException, StartFailure {
        if (clientsOfConnection < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--etcd-clients-per-connection must be at least 1");
        }
        List<Row> chosen;
        try {
            chosen = Row.parse(rows);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
        PrintWriter err = spec.commandLine().getErr();
        Path program = EtcdServers.program();
        if (program == null) {
            err.println(
                    "there is no etcd on the PATH: install it, on Debian and Ubuntu with"
                            + " apt-get install "
                            + EtcdServers.PACKAGE);
            return 2;
        }
        List<String> about =
                List.of(
                        Machine.description(),
                        EtcdServers.version(program, folder)
                                + "; three of each, default settings; keys of 16 bytes, values of "
                                + load.valueSize
                                + " bytes, "
                                + load.keys
                                + " keys; "
                                + load.duration
                                + " s measured for each row after a warm-up of "
                                + load.warmup(WARMUP_SECONDS).toSeconds()
                                + " s, closed loop, at the leader (stale: at all three)",
                        "each client of Clew has an HTTP/1.1 connection without pipelining;"
                                + " clients of etcd share HTTP/2 connections, "
                                + clientsOfConnection
                                + " on each");
        var comparison =
                new VersusEtcd(
                                chosen,
                                runs,
                                load.valueSize,
                                load.keys,
                                clientsOfConnection,
                                load.warmup(WARMUP_SECONDS),
                                load.duration(),
                                program,
                                folder,
                                load.serverFlags,
                                progress -> {
                                    err.println(progress);
                                    err.flush();
                                })
                        .measure();
        print(comparison, about, spec.commandLine().getOut(), page);
        return comparison.complete() ? 0 : 1;
    }

    private static void print(
            Comparison comparison, List<String> about, PrintWriter out, @Nullable Path page)
            throws IOException {
        about.forEach(out::println);
        out.println();
        out.println(comparison.table());
        out.println(comparison.everyRun());
        comparison.decisions().forEach(out::println);
        out.flush();
        if (page != null) {
            var written = new Page("Clew and etcd under the same load");
            about.forEach(written::note);
            comparison.decisions().forEach(written::note);
            comparison.charts().forEach(written::chart);
            written.table(comparison.table()).table(comparison.everyRun()).write(page);
        }
    }
}
