package io.clew.linearizability;

import io.clew.linearizability.format.CertificateText;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** The command that holds a certificate against its history, without a search. */
@Command(
        name = "verify",
        description = {
            "Says whether a certificate proves that a history is linearizable.",
            "A certificate is what check --certificate wrote."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExit status:%n",
        footer = {"  0  it does", "  1  it does not", "  3  a file or an option cannot be read"})
final class VerifyCommand implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "HISTORY", description = "a recorded history")
    private Path history = Path.of("");

    @Parameters(index = "1", paramLabel = "CERTIFICATE", description = "the certificate for it")
    private Path certificate = Path.of("");

    @Mixin private HistorySource source = new HistorySource();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        return source.read(
                history,
                spec.commandLine().getErr(),
                recording ->
                        CertificateText.read(certificate)
                                .verify(recording.history(), recording.model())
                                .map(fault -> say(out, "NOT proved: " + fault, Main.VIOLATION))
                                .orElseGet(
                                        () -> say(out, "proved linearizable", Main.LINEARIZABLE)));
    }

    private int say(PrintWriter out, String what, int status) {
        out.println(history + ": " + what);
        out.flush();
        return status;
    }
}
