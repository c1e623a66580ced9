package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eventnexus.DomainConfig;
import org.eventnexus.WorkQueueConfig;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page of configuration and the code say the same: which settings there are, and what they are if nothing is said. */
@Tag("R15")
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/reference/configuration.md");
    private static final Path README = Path.of("../README.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| `(eventnexus\\.\\S+)` \\| (.+) \\| (.+) \\| (.+) \\|$", Pattern.MULTILINE);
    private static final Pattern SHORT_ROW =
            Pattern.compile("^\\| `(eventnexus\\.\\S+)` \\| (.+) \\| .+ \\|$", Pattern.MULTILINE);
    private static final Pattern CODE = Pattern.compile("`(.+)`");

    /** What the keys of an enum of settings begin with. */
    private static final Map<String, String> PREFIXES = Map.of(
            "cdi/DomainSetting.java", "eventnexus.domain.NAME.",
            "cdi/BoundarySetting.java", "eventnexus.boundary.NAME.",
            "cdi/WorkSetting.java", "eventnexus.work.DOMAIN.QUEUE.",
            "zeromq/ZeroMqSetting.java", "eventnexus.zeromq.NAME.",
            "gateway/access/Setting.java", "eventnexus.gateway.",
            "gateway/access/Action.java", "eventnexus.gateway.NAME.");

    private static final Pattern CONSTANT = Pattern.compile("^    [A-Z_]+\\(\\s*\"([a-z.-]+)\"", Pattern.MULTILINE);
    private static final Pattern PLAIN_CONSTANT = Pattern.compile("^    ([A-Z_]+)[,;]?$", Pattern.MULTILINE);

    /** Settings that no enum has. */
    private static final Set<String> OTHERS = Set.of(
            "eventnexus.domains",
            "eventnexus.threads",
            "eventnexus.domain.NAME.cdi",
            "eventnexus.bridge.NAME.observe",
            "eventnexus.bridge.NAME.to",
            "eventnexus.bridge.NAME.type",
            "eventnexus.zeromq.NAME.domain");

    /** A setting's row. */
    private record Row(String key, String type, String initial) {}

    @Test
    void hasTheSettingsOfTheCode() throws IOException {
        Set<String> code = new TreeSet<>(OTHERS);
        for (Path file : enums()) {
            code.addAll(keys(file));
        }
        Collection<String> page = rows().keySet();
        assertThat(page)
                .as("A setting has a row in docs/reference/configuration.md as long as the code has it")
                .containsExactlyInAnyOrderElementsOf(code);
    }

    /** Those of all modules, by their files' names, so that none is forgotten here. */
    private static List<Path> enums() throws IOException {
        List<Path> enums = new ArrayList<>();
        try (Stream<Path> modules = Files.walk(Path.of(".."))) {
            modules.filter(file -> file.toString().contains("src/main/java"))
                    .filter(file -> file.endsWith("Action.java") || isEnumOfSettings(file))
                    .forEach(enums::add);
        }
        assertThat(enums).hasSizeGreaterThanOrEqualTo(PREFIXES.size());
        return enums;
    }

    private static boolean isEnumOfSettings(Path file) {
        return file.toString().endsWith("Setting.java") && read(file).contains("\nenum ");
    }

    private static Set<String> keys(Path file) {
        String prefix = PREFIXES.entrySet().stream()
                .filter(known -> file.endsWith(Path.of(known.getKey())))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " is an enum of settings: give them a table on " + PAGE
                        + ", and tell PREFIXES in this test what their names begin with"));
        boolean plain = file.endsWith("Action.java");
        Matcher constant = (plain ? PLAIN_CONSTANT : CONSTANT).matcher(read(file));
        Set<String> keys = constant.results()
                .map(found -> prefix + (plain ? found.group(1).toLowerCase(java.util.Locale.ROOT) : found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(keys).as("settings of " + file).isNotEmpty();
        return keys;
    }

    @Test
    void hasTheDefaultsOfADomain() throws IOException {
        Map<String, Row> rows = rows();
        DomainConfig plain = DomainConfig.of("any");
        for (DomainSetting setting : DomainSetting.values()) {
            Row row = rows.get("eventnexus.domain.NAME." + setting.key());
            assertThat(setting.apply(plain, code(row.initial())))
                    .as("with the default of " + row.key())
                    .isEqualTo(plain);
        }
    }

    @Test
    void hasTheDefaultsOfABoundary() throws IOException {
        Map<String, Row> rows = rows();
        ConfiguredBoundary plain = ConfiguredBoundary.of("any", "here");
        for (BoundarySetting setting : BoundarySetting.values()) {
            Row row = rows.get("eventnexus.boundary.NAME." + setting.key());
            if (CODE.matcher(row.initial()).matches()) {
                assertThat(setting.apply(plain, code(row.initial())))
                        .as("with the default of " + row.key())
                        .isEqualTo(plain);
            }
        }
    }

    @Test
    void hasTheDefaultsOfAWorkQueue() throws IOException {
        Map<String, Row> rows = rows();
        WorkQueueConfig plain = WorkQueueConfig.defaults();
        for (WorkSetting setting : WorkSetting.values()) {
            Row row = rows.get("eventnexus.work.DOMAIN.QUEUE." + setting.key());
            if (CODE.matcher(row.initial()).matches()) {
                assertThat(setting.apply(plain, code(row.initial())))
                        .as("with the default of " + row.key())
                        .usingRecursiveComparison()
                        .isEqualTo(plain);
            }
        }
    }

    /** Where all that may be chosen is listed, each of it can be. */
    @Test
    void choicesCanBeMade() throws IOException {
        Map<String, Row> rows = rows();
        for (DomainSetting setting : DomainSetting.values()) {
            Row row = rows.get("eventnexus.domain.NAME." + setting.key());
            if (row.type().startsWith("`")) {
                Arrays.stream(row.type().split(", "))
                        .forEach(choice -> setting.apply(DomainConfig.of("any"), code(choice)));
            }
        }
    }

    @Test
    void theReadmeSaysTheSame() throws IOException {
        Map<String, Row> rows = rows();
        Map<String, String> inShort = new LinkedHashMap<>();
        Matcher row = SHORT_ROW.matcher(Files.readString(README));
        while (row.find()) {
            inShort.put(row.group(1), row.group(2));
        }
        assertThat(inShort).isNotEmpty().allSatisfy((key, initial) -> {
            assertThat(rows).as("rows of " + PAGE).containsKey(key);
            assertThat(initial)
                    .as("the default of " + key)
                    .isEqualTo(rows.get(key).initial());
        });
    }

    private static String code(String cell) {
        Matcher code = CODE.matcher(cell);
        assertThat(code.matches())
                .as("'" + cell + "' is a value between backquotes")
                .isTrue();
        return code.group(1);
    }

    private static Map<String, Row> rows() throws IOException {
        Map<String, Row> rows = new LinkedHashMap<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            Row twice = rows.put(row.group(1), new Row(row.group(1), row.group(2), row.group(3)));
            assertThat(twice).as("a second row of " + row.group(1)).isNull();
        }
        return rows;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
