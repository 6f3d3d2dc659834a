package io.clew.linearizability;

import io.clew.linearizability.format.BadHistoryException;
import io.clew.linearizability.format.HistoryFormat;
import io.clew.linearizability.format.HistoryReader;
import io.clew.linearizability.format.Recording;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The options that say how a recorded history is to be understood. */
final class HistorySource {
    /** What is done with a file that can be read; answers with the exit status. */
    interface Use {
        int with(Recording recording) throws IOException, BadHistoryException;
    }

    @Option(
            names = "--format",
            description = "one of ${COMPLETION-CANDIDATES}; found out by itself if not given")
    private @Nullable HistoryFormat format;

    @Option(
            names = "--initial",
            paramLabel = "VALUE",
            description = "the value of every key at first; normally keys are absent")
    private @Nullable String initial;

    @Option(names = "--model", description = "one of ${COMPLETION-CANDIDATES}")
    private @Nullable ModelName model;

    @Option(
            names = "--failed-cas",
            description =
                    "ignore: a compare-and-set that failed did nothing (the default);"
                            + " observe: besides,"
                            + " it proves that the value was another one")
    private Model.FailedCas failedCas = Model.FailedCas.IGNORE;

    /** What there is in the history that no store has together with the rest. */
    private static Optional<String> mixture(History history) {
        return ModelName.narrowest(history).isPresent()
                ? Optional.empty()
                : Optional.of(
                        "no model knows all calls of this history: locks and transactions do not"
                                + " go together with calls about keys");
    }

    /** The name of the model that the history is checked with. */
    String modelOf(History history) {
        ModelName name = model == null ? ModelName.narrowest(history).orElse(null) : model;
        return name == null ? "unknown model" : name.toString();
    }

    /** Reads the file and uses it; says what is wrong with it, if it cannot be read. */
    int read(Path file, PrintWriter err, Use use) {
        try {
            Recording read = HistoryReader.read(file, format);
            Optional<String> misfit =
                    model == null ? mixture(read.history()) : model.misfit(read.history());
            if (misfit.isPresent()) {
                err.println(file + ": " + misfit.get());
                err.flush();
                return Main.BAD_INPUT;
            }
            Model meant =
                    initial == null
                            ? new Model(read.model().initial(), failedCas, read.model().initialOf())
                            : new Model(initial, failedCas);
            return use.with(new Recording(read.history(), meant));
        } catch (BadHistoryException bad) {
            err.println(bad.getMessage());
        } catch (NoSuchFileException missing) {
            err.println(missing.getFile() + ": no such file");
        } catch (IOException cause) {
            err.println(file + ": cannot be read: " + cause.getMessage());
        }
        err.flush();
        return Main.BAD_INPUT;
    }
}
