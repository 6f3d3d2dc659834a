package io.clew.linearizability.bench;

import io.clew.linearizability.Decision;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The verdict that the name of a file tells, or of the folder that it lies in. */
final class Expected {
    private static final Pattern MARK = Pattern.compile("(?:^|-)(ok|good|bad)(?=\\.|$)");

    private Expected() {}

    static Optional<Decision> of(Path file) {
        Optional<Decision> own = inName(file.getFileName());
        Path folder = file.getParent();
        return own.isPresent() || folder == null ? own : inName(folder.getFileName());
    }

    private static Optional<Decision> inName(Path name) {
        Matcher mark = MARK.matcher(String.valueOf(name));
        return mark.find()
                ? Optional.of(
                        mark.group(1).equals("bad") ? Decision.VIOLATION : Decision.LINEARIZABLE)
                : Optional.empty();
    }
}
