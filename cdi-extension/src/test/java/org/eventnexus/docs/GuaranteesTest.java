package org.eventnexus.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of guarantees names tests that exist, and each of them says itself which rule it shows. */
class GuaranteesTest {
    private static final Path PAGE = Path.of("../docs/reference/guarantees.md");
    private static final Pattern SECTION = Pattern.compile("^## (.*)$", Pattern.MULTILINE);
    private static final Pattern RULE = Pattern.compile("R\\d+");
    private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");
    private static final Pattern SUPERCLASS = Pattern.compile("class \\w+ extends (\\w+)");
    /** Rules whose subject is not built yet. */
    private static final List<String> TO_COME = List.of("R14");

    private static final Map<String, String> SOURCES = new HashMap<>();

    @BeforeAll
    static void readTests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of(".."))) {
            for (Path file : (Iterable<Path>) files.filter(GuaranteesTest::isTest)::iterator) {
                SOURCES.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
            }
        }
    }

    private static boolean isTest(Path file) {
        String path = file.toString().replace('\\', '/');
        return path.endsWith(".java") && path.contains("/src/test/java/");
    }

    @Test
    void everyRuleHasASectionAndATestThatCarriesItsNumber() throws IOException {
        Map<String, String> rules = rules();
        assertThat(rules.keySet())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 15).mapToObj(i -> "R" + i).toList());

        List<String> unproven = new ArrayList<>(rules.keySet());
        unproven.removeAll(TO_COME);
        unproven.removeIf(rule -> !testsIn(rules.get(rule)).isEmpty());
        assertThat(unproven).as("rules without a test on the page").isEmpty();
    }

    @Test
    void everyTestOnThePageExistsAndCarriesTheTagOfItsRule() throws IOException {
        List<String> astray = new ArrayList<>();
        rules().forEach((rule, text) -> testsIn(text).forEach(test -> {
            if (!carries(test, "@Tag(\"" + rule + "\")")) {
                astray.add(test + " has no @Tag(\"" + rule + "\"), or does not exist");
            }
        }));
        testsIn(Files.readString(PAGE)).stream()
                .filter(test -> !SOURCES.containsKey(test))
                .forEach(test -> astray.add(test + " does not exist"));
        assertThat(astray).isEmpty();
    }

    private static boolean carries(String test, String tag) {
        String source = SOURCES.getOrDefault(test, "");
        Matcher extended = SUPERCLASS.matcher(source);
        return source.contains(tag) || extended.find() && carries(extended.group(1), tag);
    }

    /** The text of each rule's section, by its number, in the page's order. */
    private static Map<String, String> rules() throws IOException {
        String page = Files.readString(PAGE);
        Map<String, String> rules = new LinkedHashMap<>();
        Matcher heading = SECTION.matcher(page);
        for (boolean found = heading.find(); found; ) {
            String title = heading.group(1);
            int start = heading.end();
            found = heading.find();
            Matcher rule = RULE.matcher(title);
            if (rule.lookingAt()) {
                rules.put(rule.group(), page.substring(start, found ? heading.start() : page.length()));
            }
        }
        return rules;
    }

    private static List<String> testsIn(String text) {
        return TEST.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
