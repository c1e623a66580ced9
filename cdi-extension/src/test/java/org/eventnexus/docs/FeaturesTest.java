package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of features and the tags of the tests agree. */
class FeaturesTest {
    private static final Path PAGE = Path.of("../docs/reference/features.md");
    private static final String DEFAULT_MODULE = "cdi-extension";

    /** How many rows there are of each kind that the page has; a kind is added here with its table. */
    private static final Map<String, Integer> ROWS =
            Map.of("AN", 24, "AE", 10, "AU", 17, "EC", 11, "OB", 7, "RV", 1, "BX", 12);

    private static final Pattern ROW =
            Pattern.compile("^\\| ([A-Z]{2}-\\d{2}) \\| ([^|]+) \\| ([^|]+) \\|([^|]*)\\|$", Pattern.MULTILINE);
    private static final Pattern STATUS = Pattern.compile("done|open|part: .+");
    private static final Pattern TEST = Pattern.compile("`(?:([a-z/-]+)/)?([\\w.]+)`");

    private record Row(String id, String status, List<String> tests) {
        static Row of(MatchResult found) {
            List<String> tests = Arrays.stream(found.group(4).split(" "))
                    .filter(name -> !name.isBlank())
                    .toList();
            return new Row(found.group(1), found.group(3), tests);
        }
    }

    private static List<Row> rows() throws IOException {
        return ROW.matcher(Files.readString(PAGE)).results().map(Row::of).toList();
    }

    @Test
    void thePageHasEveryRowOnceWithAStatus() throws IOException {
        List<String> ids = ROWS.keySet().stream()
                .sorted()
                .flatMap(kind ->
                        IntStream.rangeClosed(1, ROWS.get(kind)).mapToObj(row -> "%s-%02d".formatted(kind, row)))
                .toList();
        assertThat(rows()).extracting(Row::id).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.status()).as(row.id()).matches(STATUS));
    }

    @Test
    void whatIsDoneNamesItsTestsAndWhatIsOpenNone() throws IOException {
        assertThat(rows())
                .allSatisfy(row -> assertThat(row.tests().isEmpty())
                        .as("%s is %s and names %s", row.id(), row.status(), row.tests())
                        .isEqualTo(row.status().equals("open")));
    }

    @Test
    void eachNamedTestHasTheRowsTag() throws IOException {
        List<String> astray = new ArrayList<>();
        for (Row row : rows()) {
            for (String test : row.tests()) {
                if (!isTagged(test, row.id())) {
                    astray.add(row.id() + ": " + test);
                }
            }
        }
        assertThat(astray)
                .as("A test that features.md names exists and has the row's id as @Tag")
                .isEmpty();
    }

    private static boolean isTagged(String test, String id) throws IOException {
        var named = TEST.matcher(test);
        if (!named.matches()) {
            return false;
        }
        String module = named.group(1) == null ? DEFAULT_MODULE : named.group(1);
        Path file = Path.of(
                "..", module, "src/test/java/org/eventnexus", named.group(2).replace('.', '/') + ".java");
        return Files.exists(file) && Files.readString(file).contains("@Tag(\"" + id + "\")");
    }

    @Test
    void noTestHasATagThatThePageDoesNotShow() throws IOException {
        List<String> shown = rows().stream()
                .filter(row -> !row.status().equals("open"))
                .map(Row::id)
                .toList();
        Pattern tag = Pattern.compile("@Tag\\(\"((?:" + String.join("|", ROWS.keySet()) + ")-\\d+)\"\\)");
        List<String> unknown = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            for (Path file : files.filter(FeaturesTest::isTestSource).toList()) {
                tag.matcher(Files.readString(file))
                        .results()
                        .map(found -> found.group(1))
                        .filter(id -> !shown.contains(id))
                        .forEach(id -> unknown.add(id + ": " + file));
            }
        }
        assertThat(unknown)
                .as("What a test shows is a row of features.md, and not an open one")
                .isEmpty();
    }

    private static boolean isTestSource(Path file) {
        return file.toString().endsWith(".java") && file.toString().contains("src/test/java");
    }
}
