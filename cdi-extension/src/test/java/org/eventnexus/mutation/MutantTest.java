package org.eventnexus.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The mutants are tried by a command of their own; that each still finds its line is seen here. */
class MutantTest {
    private static List<Path> lists() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/mutations"))) {
            return files.filter(file -> file.toString().endsWith(".txt")).toList();
        }
    }

    @ParameterizedTest
    @MethodSource("lists")
    void eachFindsTheTextThatItBreaks(Path list) throws IOException {
        List<Mutant> mutants = Mutant.parse(Files.readAllLines(list));
        assertThat(mutants).isNotEmpty();
        for (Mutant mutant : mutants) {
            String source = Files.readString(Path.of("..", mutant.type() + ".java"));
            assertThat(mutant.applyTo(source)).isNotEqualTo(source);
        }
        assertThat(mutants)
                .extracting(mutant -> mutant.type() + mutant.name())
                .as("which is broken how")
                .doesNotHaveDuplicates();
    }
}
