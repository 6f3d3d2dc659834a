import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/// Checks or applies the layout of every Java file: `java -cp gjf.jar .mvn/Format.java check|apply`,
/// run at the repository root; `skip` does neither. It runs on the JDK of the sources, which a formatter inside Maven's
/// own JVM could not parse.
class Format {
    static void main(String[] args) throws Exception {
        if (args[0].equals("skip")) {
            return;
        }
        boolean apply = args[0].equals("apply");
        var options =
                JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build();
        var formatter = new Formatter(options);
        var bad = new ArrayList<Path>();
        try (var files = Files.walk(Path.of(""))) {
            for (var file :
                    files.filter(f -> f.toString().matches("[a-z]+/src/.*\\.java")).sorted().toList()) {
                String in = Files.readString(file);
                String out =
                        formatter.formatSource(
                                RemoveUnusedImports.removeUnusedImports(
                                        ImportOrderer.reorderImports(in, options.style())));
                if (in.equals(out)) {
                    continue;
                }
                bad.add(file);
                if (apply) {
                    Files.writeString(file, out);
                }
            }
        }
        bad.forEach(f -> System.err.println((apply ? "formatted " : "not formatted: ") + f));
        if (!apply && !bad.isEmpty()) {
            System.err.println("run: ./mvnw -q validate -N -Dformat=apply");
            System.exit(1);
        }
    }
}
