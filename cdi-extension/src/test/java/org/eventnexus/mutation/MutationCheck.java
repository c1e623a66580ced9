package org.eventnexus.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Breaks the lines of the engine that order depends on, one at a time, and looks whether a test notices. Run by the script
 * {@code mutation-check} in the module's folder; nothing in the tree is changed.
 */
public final class MutationCheck {
    private static final Path MUTANTS = Path.of("cdi-extension/src/test/mutations");
    private static final Path PAGE = Path.of("docs/reference/mutations.md");
    private static final Path WORK = Path.of("target/mutations");
    private static final long LIMIT_SECONDS = 60;
    /** The compiler's own freedom to reorder, used to the full: what the processor would not do, it may. */
    private static final List<String> STRESS = List.of(
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:+StressLCM",
            "-XX:+StressGCM",
            "-XX:+UseSerialGC",
            "-XX:-TieredCompilation");

    private final String classPath = System.getProperty("java.class.path");
    /** What is known of each mutant, by the beginning of its line in the table. */
    private final Map<String, String> verdicts;

    private int tried;
    private int surprises;

    private record Outcome(String caughtBy, double seconds) {}

    private MutationCheck(Map<String, String> verdicts) {
        this.verdicts = verdicts;
    }

    /**
     * Ends with 1 if a mutant survived that should not have, or the other way round. Writes the page of the reference; what
     * was not tried this time stays there as it was.
     *
     * @param wanted parts of mutants' names or classes; all if there are none
     */
    public static void main(String[] wanted) throws Exception {
        List<Mutant> mutants = new ArrayList<>();
        for (Path file : files()) {
            mutants.addAll(Mutant.parse(Files.readAllLines(file)));
        }
        for (Mutant mutant : mutants) { // all are looked for before the first is tried
            mutant.applyTo(Files.readString(source(mutant)));
        }
        var check = new MutationCheck(readPage());
        check.writePage(mutants);
        for (Mutant mutant : mutants) {
            if (wanted.length == 0 || Stream.of(wanted).anyMatch(check.key(mutant)::contains)) {
                check.tryOut(mutant);
                check.writePage(mutants);
            }
        }
        System.out.printf("%d mutants, %d not as they should%n", check.tried, check.surprises);
        System.exit(check.surprises == 0 ? 0 : 1);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(MUTANTS)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    private static Path source(Mutant mutant) {
        return Path.of(mutant.type() + ".java");
    }

    private void tryOut(Mutant mutant) throws Exception {
        Path path = source(mutant);
        String source = Files.readString(path);
        Path classes = compile(mutant, source);
        Outcome outcome = outcome(mutant, classes);
        String verdict = verdict(mutant, outcome.caughtBy());
        System.out.printf("%-90s %5.1f s  %s%n", key(mutant), outcome.seconds(), verdict);
        verdicts.put(key(mutant), verdict);
        tried++;
    }

    private String verdict(Mutant mutant, String caughtBy) {
        boolean expected = (caughtBy == null) == (mutant.equivalent() != null);
        surprises += expected ? 0 : 1;
        if (caughtBy == null) {
            return expected ? "nothing: " + mutant.equivalent() : "**survived**";
        }
        return expected ? caughtBy : "**" + caughtBy + "**, though said not to be: " + mutant.equivalent();
    }

    private Path compile(Mutant mutant, String source) throws IOException {
        delete(WORK);
        Path file = WORK.resolve("src").resolve(Path.of(mutant.type() + ".java").getFileName());
        Path classes = Files.createDirectories(WORK.resolve("classes"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, mutant.applyTo(source));
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-nowarn",
                        "-cp",
                        classPath,
                        "-d",
                        classes.toString(),
                        file.toString());
        if (result != 0) {
            throw new IllegalArgumentException("does not compile: " + mutant.name());
        }
        return classes;
    }

    private Outcome outcome(Mutant mutant, Path classes) throws Exception {
        long start = System.nanoTime();
        String caughtBy = null;
        for (String test : mutant.tests()) {
            caughtBy = run(test, classes);
            if (caughtBy != null) {
                break;
            }
        }
        return new Outcome(caughtBy, (System.nanoTime() - start) / 1e9);
    }

    /** The name of the test that failed; null if none did. A star behind a class asks for the reordering compiler. */
    private String run(String test, Path classes) throws Exception {
        boolean stressed = test.endsWith("*");
        String name = stressed ? test.substring(0, test.length() - 1) : test;
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        if (stressed) {
            command.addAll(STRESS);
        }
        command.addAll(
                List.of("-cp", classes + ":" + classPath, FirstFailure.class.getName(), "org.eventnexus." + name));
        Path log = WORK.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        String simple = name.substring(name.lastIndexOf('.') + 1);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            return simple + " (hangs)";
        }
        if (process.exitValue() == 0) {
            return null;
        }
        return Files.readAllLines(log).stream()
                .filter(line -> line.startsWith(FirstFailure.MARK))
                .map(line -> line.substring(FirstFailure.MARK.length()) + (stressed ? " (reordering compiler)" : ""))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no test has run: see " + log));
    }

    private String key(Mutant mutant) {
        return "`" + source(mutant).getFileName().toString().replace(".java", "") + "` " + mutant.name();
    }

    /** What the page says so far. */
    private static Map<String, String> readPage() throws IOException {
        Map<String, String> verdicts = new HashMap<>();
        for (String row : Files.readAllLines(PAGE)) {
            String[] cells = row.split("\\|", 5);
            if (cells.length == 5 && cells[1].contains("`")) {
                verdicts.put(cells[1].replaceAll(" \\d+ $", "").strip() + " " + cells[2].strip(), cells[3].strip());
            }
        }
        return verdicts;
    }

    private void writePage(List<Mutant> mutants) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(MUTANTS.resolve("page.md")));
        for (Mutant mutant : mutants) {
            String type = key(mutant).split(" ", 2)[0];
            int line = mutant.lineIn(Files.readString(source(mutant)));
            String verdict = verdicts.getOrDefault(key(mutant), "not tried");
            lines.add("| %s %d | %s | %s |".formatted(type, line, mutant.name(), verdict));
        }
        Files.write(PAGE, lines);
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
