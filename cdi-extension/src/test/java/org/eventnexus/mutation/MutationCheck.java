package org.eventnexus.mutation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Breaks the lines of the engine that order depends on, one at a time, and looks whether a test notices. Run by the script
 * {@code mutation-check} in the module's folder; nothing in the tree is changed.
 */
public final class MutationCheck {
    private static final Path TREE = Path.of("");
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
    private final List<String> table = new ArrayList<>();
    private int survivors;

    private record Outcome(String caughtBy, double seconds) {}

    private MutationCheck() {}

    /**
     * Ends with 1 if a mutant survived that should not have. Writes the page of the reference if all mutants were tried.
     *
     * @param wanted parts of mutants' names; all if there are none
     */
    public static void main(String[] wanted) throws Exception {
        var check = new MutationCheck();
        for (Path file : files()) {
            for (Mutant mutant : Mutant.parse(Files.readAllLines(file))) {
                if (wanted.length == 0 || Stream.of(wanted).anyMatch(mutant.name()::contains)) {
                    check.tryOut(mutant);
                }
            }
        }
        if (wanted.length == 0) {
            check.writePage();
        }
        System.out.printf("%d mutants, %d survived that should not have%n", check.table.size(), check.survivors);
        System.exit(check.survivors == 0 ? 0 : 1);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(MUTANTS)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        }
    }

    private void tryOut(Mutant mutant) throws Exception {
        Path path = TREE.resolve(mutant.type() + ".java");
        String source = Files.readString(path);
        String type = path.getFileName().toString().replace(".java", "");
        int line = mutant.lineIn(source);
        Path classes = compile(mutant, source);
        Outcome outcome = outcome(mutant, classes);
        String verdict = outcome.caughtBy();
        if (verdict == null) {
            verdict = mutant.equivalent() != null ? "nothing: " + mutant.equivalent() : "**survived**";
            survivors += mutant.equivalent() != null ? 0 : 1;
        }
        System.out.printf("%-14s %4d  %-70s %5.1f s  %s%n", type, line, mutant.name(), outcome.seconds(), verdict);
        table.add("| `%s` %d | %s | %s |".formatted(type, line, mutant.name(), verdict));
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

    private void writePage() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(MUTANTS.resolve("page.md")));
        lines.addAll(table);
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
