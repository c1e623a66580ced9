package org.eventnexus.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the HTTP contract, sentence by sentence, and the tags of the tests agree. */
class ContractPageTest {
    private static final Path PAGE = Path.of("../docs/reference/http.md");
    private static final Path SERVERS = Path.of("../integration-tests/src/test/java/org/eventnexus/tests");
    private static final Path GATEWAY = Path.of("src/test/java/org/eventnexus/gateway");
    private static final String OWN = "jaxrs-gateway/";
    private static final String BY_HAND = "by hand: ";

    private static final Pattern ROW =
            Pattern.compile("^\\| H-(\\d+)\\.(\\d\\d) \\| [^|]+ \\| ([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern NAMED = Pattern.compile("`([\\w/.-]+#\\w+)`");
    private static final Pattern METHOD = Pattern.compile("^    (?:\\w+ )*void (\\w+)\\(", Pattern.MULTILINE);
    private static final Pattern TAG = Pattern.compile("@Tag\\(\"(H-[^\"]+)\"\\)");

    /** What somebody says that shows something: a number, and a test as the page names it. */
    private record Proof(String number, String test) implements Comparable<Proof> {
        @Override
        public int compareTo(Proof other) {
            return toString().compareTo(other.toString());
        }

        @Override
        public String toString() {
            return number + " by " + test;
        }
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results().toList();
    }

    @Test
    void everySentenceHasItsNumberAndAProof() throws IOException {
        int chapter = 1;
        int sentence = 0;
        for (MatchResult row : rows()) {
            boolean next = Integer.parseInt(row.group(1)) != chapter;
            chapter = next ? chapter + 1 : chapter;
            sentence = next ? 1 : sentence + 1;
            assertThat(row.group(1) + '.' + row.group(2)).isEqualTo("%d.%02d".formatted(chapter, sentence));
            assertThat(NAMED.matcher(row.group(3)).find() || row.group(3).startsWith(BY_HAND))
                    .as(row.group())
                    .isTrue();
        }
        assertThat(chapter).as("the last chapter").isEqualTo(10);
    }

    @Test
    void thePageAndTheTestsNameTheSameProofs() throws IOException {
        Set<Proof> shown = new TreeSet<>();
        for (MatchResult row : rows()) {
            NAMED.matcher(row.group(3))
                    .results()
                    .forEach(test -> shown.add(new Proof("H-" + row.group(1) + '.' + row.group(2), test.group(1))));
        }
        Set<Proof> tagged = new TreeSet<>();
        tagged.addAll(tagged(SERVERS, ""));
        tagged.addAll(tagged(GATEWAY, OWN));
        assertThat(shown).isEqualTo(tagged);
    }

    /** What stands above each method from the empty line before it is its own. */
    private static List<Proof> tagged(Path folder, String prefix) throws IOException {
        List<Proof> proofs = new ArrayList<>();
        for (Path file : sources(folder)) {
            String source = Files.readString(file);
            String name = prefix
                    + folder.relativize(file).toString().replace('/', '.').replace(".java", "");
            METHOD.matcher(source).results().forEach(method -> {
                String above = source.substring(source.lastIndexOf("\n\n", method.start()), method.start());
                List<String> numbers = TAG.matcher(above)
                        .results()
                        .map(found -> found.group(1))
                        .toList();
                assertThat(numbers.isEmpty()
                                || Arrays.asList(above.split("\\s+")).contains("@Test"))
                        .as(name + '#' + method.group(1) + " is a test")
                        .isTrue();
                numbers.forEach(number -> proofs.add(new Proof(number, name + '#' + method.group(1))));
            });
            assertThat(TAG.matcher(source).results().count())
                    .as("tags above a method in " + name)
                    .isEqualTo(proofs.stream()
                            .filter(proof -> proof.test().startsWith(name + '#'))
                            .count());
        }
        return proofs;
    }

    private static List<Path> sources(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
