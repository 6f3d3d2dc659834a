package io.clew.sim;

import io.clew.sim.mutant.Mutant;
import io.clew.sim.mutant.MutantEngine;
import io.clew.sim.mutant.MutantTable;
import io.clew.sim.mutant.Mutants;
import io.clew.sim.schedule.Profile;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Plants known bugs in the engine and tells how many seeds it takes to find each. */
@Command(
        name = "mutants",
        description =
                "Plants known bugs in the engine and tells how many seeds it takes to find each."
                        + " Ends with 0 if all are found, else 1.",
        mixinStandardHelpOptions = true)
final class MutantsCommand extends SimCommand {
    static final Path TABLE = Path.of("sim", "MUTANTS.md");

    @Option(
            names = "--sources",
            paramLabel = "DIR",
            description = "root of the repository (default: the current folder)")
    private Path sources = Path.of("");

    @Option(
            names = "--starts",
            paramLabel = "N",
            description = "hunts for each, from seeds far apart (default: ${DEFAULT-VALUE})")
    private int starts = 5;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description = "gives up a hunt after so many (default: what each mutant is given)")
    private long seeds = Long.MAX_VALUE;

    @Mixin private final JobsOption jobs = new JobsOption();

    @Option(
            names = "--only",
            paramLabel = "ID",
            split = ",",
            description = "only those with these names")
    private List<String> only = List.of();

    @Option(
            names = "--profile",
            paramLabel = "P",
            description = "looks for them in these schedules (default: what each mutant is given)")
    private @Nullable String profile;

    @Option(
            names = "--write",
            description = "writes the table to sim/MUTANTS.md; with --only, these lines of it")
    private boolean write;

    @Option(names = "--json", description = "prints the table as JSON, and nothing else")
    private boolean json;

    @Option(names = "--list", description = "names all and what they do, and runs nothing")
    private boolean list;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "runs this seed and prints what happens; needs one --only")
    private @Nullable Long seed;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "writes a page that shows what happened; needs --only and --seed")
    private @Nullable Path html;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Mutant> mutants = chosen();
        if (list) {
            list(mutants);
            return CommandLine.ExitCode.OK;
        }
        if (!Files.isDirectory(sources.resolve("engine/src/main/java"))) {
            throw usage("no sources of the engine below --sources=" + sources);
        }
        if (seed != null) {
            return replay(mutants, seed);
        }
        if (html != null) {
            throw usage("--html needs --seed");
        }
        if (starts < 1 || seeds < 1) {
            throw usage("--starts and --seeds must be at least 1");
        }
        if (write && profile != null) {
            throw usage("--write needs them as they are, without --profile");
        }
        return hunt(mutants);
    }

    private void list(List<Mutant> mutants) {
        mutants.forEach(MutantsCommand::list);
        if (only.isEmpty()) {
            System.out.println("\nstill too rare, hunted only if they are named by --only:");
            Mutants.unseen().forEach(MutantsCommand::list);
            System.out.printf("%nof those that cannot be, or do no harm, %s tells%n", TABLE);
        }
    }

    private static void list(Mutant mutant) {
        System.out.printf("%-5s %s%n", mutant.id(), mutant.what());
    }

    private List<Mutant> chosen() {
        if (profile != null && !Profile.names().contains(profile)) {
            throw usage("--profile wants one of " + String.join(", ", Profile.names()));
        }
        List<Mutant> chosen =
                only.isEmpty() ? Mutants.all() : only.stream().map(this::named).toList();
        return chosen.stream().map(m -> profile == null ? m : m.under(profile)).toList();
    }

    private Mutant named(String id) {
        try {
            return Mutants.named(id);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage() + "; --list names all");
        }
    }

    private int replay(List<Mutant> mutants, long one) throws IOException {
        if (mutants.size() != 1) {
            throw usage("--seed needs one --only");
        }
        Mutant mutant = mutants.getFirst();
        var engine = MutantEngine.of(mutant, sources);
        String of = mutant.profile();
        if (html != null) {
            Files.writeString(html, engine.page(one, of, command(mutant) + " --seed " + one));
            System.out.println("wrote " + html);
        }
        MutantEngine.Sight sight = engine.sees(one, of, System.out::println);
        System.out.println(
                sight == null
                        ? "nothing was seen; a seed that sees it: " + command(mutant)
                        : "seen by: " + sight.oracle());
        return sight != null && sight.counts()
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }

    /** What a person types to run it again, but for the seed. */
    private String command(Mutant mutant) {
        String from = sources.toString();
        return "./run.sh sim mutants --only "
                + mutant.id()
                + (profile == null ? "" : " --profile '" + profile + "'")
                + (from.isEmpty() ? "" : " --sources '" + from + "'");
    }

    private void tell(MutantTable.Row row) {
        if (json) {
            return;
        }
        System.out.println("\r" + row.text());
        if (!only.isEmpty()) {
            row.firstFinds()
                    .ifPresent(
                            found ->
                                    System.out.printf(
                                            "      look: %s --seed %d --html %s.html%n",
                                            command(row.mutant()), found, row.mutant().id()));
        }
    }

    private void write(MutantTable table) throws IOException {
        Path file = sources.resolve(TABLE);
        String before = Files.exists(file) ? Files.readString(file) : "";
        String written = table.markdown(only.isEmpty() ? "" : before);
        Files.writeString(file, written);
        System.err.println(written.equals(before) ? file + " stays as it was" : "wrote " + file);
        for (Mutant rare : Mutants.unseen()) {
            if (only.contains(rare.id())) {
                System.err.println(rare.id() + " has no line there: it is among the too rare");
            }
        }
    }

    private int hunt(List<Mutant> mutants) throws IOException, InterruptedException {
        MutantTable table =
                new HuntingParty(mutants, sources, starts, seeds)
                        .run(
                                jobs.jobs(),
                                this::tell,
                                progress -> System.err.print("\r" + progress + "    "));
        System.err.print("\r");
        System.out.println(json ? Json.text(table.json()) : table.total());
        if (write) {
            write(table);
        }
        return table.complete() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
