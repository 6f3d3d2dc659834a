package io.clew.linearizability;

import io.clew.linearizability.format.BadHistoryException;
import io.clew.linearizability.format.HistoryFormat;
import io.clew.linearizability.format.HistoryReader;
import io.clew.linearizability.format.Recording;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
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

    @Option(
            names = "--model",
            converter = ModelName.Converter.class,
            description =
                    "one of ${COMPLETION-CANDIDATES}; by default the first of these that knows all"
                            + " calls of the history")
    private @Nullable ModelName model;

    private ModelName used = ModelName.KV;

    @Option(
            names = "--failed-cas",
            description =
                    "ignore: a compare-and-set that failed did nothing (the default);"
                            + " observe: besides,"
                            + " it proves that the value was another one")
    private Model.FailedCas failedCas = Model.FailedCas.IGNORE;

    /** The model that the history read last is checked with. */
    ModelName modelUsed() {
        return used;
    }

    /** What there is in the history that the model, or any model, does not know. */
    private Optional<String> misfit(History history) {
        if (model != null) {
            used = model;
            return model.misfit(history);
        }
        Optional<ModelName> narrowest = ModelName.narrowest(history);
        used = narrowest.orElse(ModelName.KV);
        return narrowest.isPresent()
                ? Optional.empty()
                : Optional.of(
                        "no model knows all calls of this history: locks and transactions do not"
                                + " go together with calls about keys");
    }

    /** Reads the file and uses it; says what is wrong with it, if it cannot be read. */
    int read(Path file, PrintWriter err, Use use) {
        try {
            Recording read = HistoryReader.read(file, format);
            Optional<String> misfit =
                    read.history().operations().isEmpty() && Files.readString(file).isBlank()
                            ? Optional.of("expected a history, but the file is empty")
                            : misfit(read.history());
            if (misfit.isPresent()) {
                err.println(file + ": " + misfit.get());
                err.flush();
                return Main.BAD_INPUT;
            }
            Model meant =
                    initial == null ? read.model().with(failedCas) : new Model(initial, failedCas);
            return use.with(new Recording(read.history(), meant));
        } catch (BadHistoryException bad) {
            err.println(bad.getMessage());
        } catch (NoSuchFileException missing) {
            err.println(missing.getFile() + ": no such file");
        } catch (AccessDeniedException denied) {
            err.println(denied.getFile() + ": cannot be read: access is denied");
        } catch (IOException cause) {
            err.println(file + ": cannot be read: " + cause.getMessage());
        } catch (OutOfMemoryError _) {
            err.println(file + ": unknown: the memory ran out; java -Xmx8g allows 8 GB of it");
            err.flush();
            return Main.UNKNOWN;
        }
        err.flush();
        return Main.BAD_INPUT;
    }
}
