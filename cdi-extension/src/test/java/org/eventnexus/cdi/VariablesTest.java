package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Variables of the environment, of which MicroProfile Config makes names that nobody meant: {@code my.news} of the bridge
 * {@code my-news}, and {@code tobilling} of the boundary {@code toBilling}.
 */
@Tag("R15")
class VariablesTest {
    private final Problems problems = new Problems();

    /** As MicroProfile Config shows a file's settings and variables. */
    private record FileAndVariables(Map<String, String> file, Map<String, String> variables) implements SettingSource {
        private static String variable(String name) {
            return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
        }

        @Override
        public Set<String> names() {
            Map<String, String> names = new LinkedHashMap<>(file);
            variables.keySet().forEach(name -> {
                names.put(name, "");
                names.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), "");
            });
            return names.keySet();
        }

        @Override
        public Optional<Setting> find(String name) {
            return Optional.ofNullable(variables.getOrDefault(variable(name), file.get(name)))
                    .map(value -> new Setting(name, value, "here", 100));
        }

        @Override
        public boolean mayBeVariable(String name) {
            return variables.containsKey(variable(name));
        }
    }

    private static SettingSource source(Map<String, String> file, Map<String, String> variables) {
        return new FileAndVariables(file, variables);
    }

    @Test
    @Tag("AU-15")
    void theyMayBeMeantForABridgeWhoseNameIsWrittenOtherwise() {
        SettingSource source = source(
                Map.of(
                        "eventnexus.bridge.my-news.observe", "java.lang.Integer",
                        "eventnexus.bridge.my-news.to", "orders",
                        "eventnexus.bridge.moreNews.observe", "java.lang.Long",
                        "eventnexus.bridge.moreNews.to", "orders"),
                Map.of("EVENTNEXUS_BRIDGE_MY_NEWS_TO", "audit", "EVENTNEXUS_BRIDGE_MORENEWS_TO", "audit"));
        new Settings(source, problems).domains();
        assertThat(new Settings(source, problems)
                        .bridge(List.of(getClass().getClassLoader()))
                        .classes())
                .containsExactly(
                        new BridgedClass(Long.class, "audit", null), new BridgedClass(Integer.class, "audit", null));
        assertThat(problems.asException()).isEmpty();
    }

    @Test
    @Tag("AN-21")
    void theyMayBeMeantForABoundaryWhoseNameIsWrittenOtherwise() {
        SettingSource source = source(
                Map.of("eventnexus.boundary.toBilling.from", "orders", "eventnexus.boundary.toBilling.to", "billing"),
                Map.of("EVENTNEXUS_BOUNDARY_TOBILLING_CAPACITY", "7"));
        assertThat(new BoundarySettings(source, problems).read())
                .singleElement()
                .satisfies(boundary -> assertThat(boundary.capacity()).isEqualTo(7));
        assertThat(problems.asException()).isEmpty();
    }

    /** As all of a boundary's settings may be. */
    @Test
    @Tag("AN-21")
    void theyAreTheValuesOfTheBoundaryThatIsThereAndMakeNoSecondOne() {
        SettingSource source = source(
                Map.of("eventnexus.boundary.toBilling.from", "orders", "eventnexus.boundary.toBilling.to", "billing"),
                Map.of("EVENTNEXUS_BOUNDARY_TOBILLING_FROM", "shop", "EVENTNEXUS_BOUNDARY_TOBILLING_TO", "bills"));
        assertThat(new Settings(source, problems).boundaries())
                .singleElement()
                .satisfies(boundary -> assertThat(List.of(boundary.name(), boundary.from(), boundary.to()))
                        .containsExactly("toBilling", "shop", "bills"));
        assertThat(problems.asException()).isEmpty();
    }

    @Test
    @Tag("AU-15")
    void theyMakeNoSecondBridge() {
        SettingSource source = source(
                Map.of(
                        "eventnexus.bridge.moreNews.observe", "java.lang.Long",
                        "eventnexus.bridge.moreNews.to", "orders"),
                Map.of(
                        "EVENTNEXUS_BRIDGE_MORENEWS_OBSERVE", "java.lang.Integer",
                        "EVENTNEXUS_BRIDGE_MORENEWS_TO", "audit"));
        assertThat(new Settings(source, problems)
                        .bridge(List.of(getClass().getClassLoader()))
                        .classes())
                .containsExactly(new BridgedClass(Integer.class, "audit", null));
        assertThat(problems.asException()).isEmpty();
    }

    @Test
    @Tag("BX-01")
    void theyMakeNoSecondDomainOrWorkQueue() {
        SettingSource source = source(
                Map.of("eventnexus.domain.myOrders.capacity", "5", "eventnexus.work.myOrders.byMail.capacity", "6"),
                Map.of("EVENTNEXUS_DOMAIN_MYORDERS_CAPACITY", "7", "EVENTNEXUS_WORK_MYORDERS_BYMAIL_CAPACITY", "8"));
        var settings = new Settings(source, problems);
        assertThat(settings.domains()).containsExactly("myOrders");
        assertThat(settings.domain("myOrders").capacity()).isEqualTo(7);
        assertThat(settings.workQueues().names()).containsExactly(new QueueName("myOrders", "byMail"));
        assertThat(problems.asException()).isEmpty();
    }

    @Test
    @Tag("AN-21")
    void whatIsSpeltInTwoWaysInFilesIsTwo() {
        SettingSource source = source(
                Map.of(
                        "eventnexus.boundary.toBilling.from", "orders",
                        "eventnexus.boundary.toBilling.to", "billing",
                        "eventnexus.boundary.tobilling.from", "orders",
                        "eventnexus.boundary.tobilling.to", "bills"),
                Map.of("EVENTNEXUS_BOUNDARY_TOBILLING_CAPACITY", "7"));
        assertThat(new Settings(source, problems).boundaries())
                .extracting(ConfiguredBoundary::name)
                .containsExactlyInAnyOrder("toBilling", "tobilling");
    }

    /** What a variable alone says is all that is known of such a boundary. */
    @Test
    @Tag("AN-21")
    void aBoundaryOfVariablesAloneIsOne() {
        SettingSource source = source(
                Map.of(),
                Map.of("EVENTNEXUS_BOUNDARY_TOBILLING_FROM", "shop", "EVENTNEXUS_BOUNDARY_TOBILLING_TO", "bills"));
        assertThat(new Settings(source, problems).boundaries())
                .extracting(ConfiguredBoundary::name)
                .containsExactly("tobilling");
    }

    @Test
    @Tag("AU-15")
    void aBridgedClassNamesATypeOrItsSettingDoes() {
        SettingSource source = source(
                Map.of(
                        "eventnexus.bridge.texts.observe", "java.lang.String",
                        "eventnexus.bridge.texts.to", "orders",
                        "eventnexus.bridge.drafts.observe", "org.eventnexus.EventDraft",
                        "eventnexus.bridge.drafts.to", "orders",
                        "eventnexus.bridge.said.observe", "java.lang.String",
                        "eventnexus.bridge.said.to", "orders",
                        "eventnexus.bridge.said.type", "text.said"),
                Map.of());
        assertThat(new Settings(source, problems)
                        .bridge(List.of(getClass().getClassLoader()))
                        .classes())
                .containsExactly(new BridgedClass(String.class, "orders", "text.said"));
        assertThat(problems.asException().orElseThrow())
                .hasMessageContaining("ENX-0172 eventnexus.bridge.texts.observe, set in here: a String names no type")
                .hasMessageContaining("ENX-0172 eventnexus.bridge.drafts.observe, set in here: a EventDraft names no");
    }
}
