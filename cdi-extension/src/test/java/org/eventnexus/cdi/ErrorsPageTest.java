package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page of errors and the code say the same, and every mistake at deployment is made by some test. */
@Tag("R15")
@Tag("BX-01")
class ErrorsPageTest {
    private static final Path PAGE = Path.of("../docs/reference/errors.md");
    private static final Pattern ID = Pattern.compile("ENX-\\d{4}");
    private static final Pattern ROW = Pattern.compile("^\\| (ENX-01\\d\\d) \\| (.+) \\| (.+) \\|$", Pattern.MULTILINE);
    private static final String ORDERS = "eventnexus.domain.orders.";

    /** A row of the deployment's table. */
    private record Row(String id, String says, String mend) {
        /** Whether a problem is what the row shows; an ellipsis stands for what the container says. */
        boolean shows(String problem) {
            String example = id + ' ' + says + ". To mend it, " + mend;
            return Pattern.matches(
                    Arrays.stream(example.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")),
                    problem);
        }
    }

    @Test
    void hasTheIdsOfTheCode() throws IOException {
        Set<String> page = ids(Stream.of(PAGE));
        Set<String> code = new TreeSet<>();
        for (String module : List.of("cdi-extension", "connectors/zeromq", "jaxrs-gateway", "testkit")) {
            code.addAll(ids(sources("../" + module + "/src/main/java")));
        }
        assertThat(page)
                .as(
                        "A new ENX id gets a row in docs/reference/errors.md, one that is gone loses it:"
                                + " %s only in the code, %s only on the page",
                        without(code, page), without(page, code))
                .isEqualTo(code);
    }

    @Test
    void everyMistakeAtDeploymentIsMadeByATest() throws IOException {
        Set<String> made = ids(
                Stream.concat(sources("../cdi-extension/src/test/java"), sources("../integration-tests/src/test/java"))
                        .filter(file -> !file.endsWith("ErrorsPageTest.java")));
        Set<String> shown = rows().stream().map(Row::id).collect(Collectors.toCollection(TreeSet::new));
        assertThat(without(shown, made))
                .as("Each needs a test that makes the mistake and reads its message, as in DeploymentProblemsTest")
                .isEmpty();
    }

    @Test
    void allMistakesOfAnApplicationAreToldAtOnceAsThePageShowsThem() throws IOException {
        List<String> problems = told(Mistakes.BEANS);
        assertThat(problems.get(0))
                .isEqualTo("ENX-0100 EventNexus found " + (problems.size() - 1) + " problems in this application:");
        Set<String> ids = ids(problems);
        assertThat(ids)
                .containsAll(without(
                        ids(rows().stream().map(Row::id).toList()),
                        Set.of(
                                "ENX-0108",
                                "ENX-0112",
                                "ENX-0113",
                                "ENX-0114",
                                "ENX-0144",
                                "ENX-0179"))); // see the next two
        assertShown(problems);
    }

    @Test
    void whatCdiWouldTellOfFirstIsToldWithTheRest() throws IOException {
        Class<?>[] beans = Stream.concat(Arrays.stream(Mistakes.BEANS), Arrays.stream(Mistakes.OTHER_ROLES))
                .toArray(Class<?>[]::new);
        List<String> problems = told(beans);
        assertThat(ids(problems)).contains("ENX-0101", "ENX-0102", "ENX-0108").doesNotContain("ENX-0110");
        assertShown(problems);
    }

    private static void assertShown(List<String> problems) throws IOException {
        List<Row> rows = rows();
        assertThat(problems.stream().skip(1).filter(problem -> rows.stream().noneMatch(row -> row.shows(problem))))
                .as("What the application in Mistakes.java is told stands in docs/reference/errors.md, word for word;"
                        + " after a change of a message, or of Mistakes.java, change the page")
                .isEmpty();
    }

    /** The headline and the problems, with classes by their simple names. */
    private static List<String> told(Class<?>... beans) {
        try (var unknown = SystemSetting.of(ORDERS + "capacty", "7");
                var malformed = SystemSetting.of(ORDERS + "capacity", "many");
                var nowhere = SystemSetting.of("eventnexus.bridge.news.observe", "java.lang.Object");
                var nobody = SystemSetting.of("eventnexus.bridge.talk.observe", "com.example.Talk");
                var orders = SystemSetting.of("eventnexus.bridge.talk.to", "orders");
                var muted = SystemSetting.of("eventnexus.domain.muted.cdi", "in");
                var half = SystemSetting.of("eventnexus.boundary.half.to", "audit")) {
            return DeploymentFailure.lines(beans).stream()
                    .map(line -> line.strip().replace(Mistakes.class.getName() + '$', ""))
                    .toList();
        }
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        String page = Files.readString(PAGE);
        Matcher row = ROW.matcher(page.substring(0, page.indexOf("## At run time")));
        while (row.find()) {
            rows.add(new Row(row.group(1), row.group(2), row.group(3)));
        }
        assertThat(rows).isNotEmpty();
        return rows;
    }

    private static Stream<Path> sources(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(folder))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    private static Set<String> ids(Stream<Path> files) {
        return ids(files.map(ErrorsPageTest::read).toList());
    }

    private static Set<String> ids(List<String> texts) {
        return texts.stream()
                .flatMap(text -> ID.matcher(text).results())
                .map(found -> found.group())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> without(Set<String> all, Set<String> others) {
        Set<String> rest = new TreeSet<>(all);
        rest.removeAll(others);
        return rest;
    }
}
