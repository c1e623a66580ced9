package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.eventnexus.Boundary;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.DomainConfig;
import org.eventnexus.Domains;
import org.eventnexus.EncodedPayload;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.HandlerContext;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.Overflow;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Boundaries by annotation and by settings. */
@Tag("AN-21")
@Tag("AN-22")
class BoundariesTest {
    record Quake(double magnitude) {}

    @ApplicationScoped
    static class Threshold {
        double least() {
            return 4.5;
        }
    }

    @ApplicationScoped
    static class Alerts {
        final List<NexusEvent<?>> raised = Collections.synchronizedList(new ArrayList<>());
        final List<Object> heard = Collections.synchronizedList(new ArrayList<>());

        EventDraft<Quake> alert(
                @Forwards(value = "quake.*", to = "alerts") @EventDomain("quakes") NexusEvent<Quake> event,
                Threshold threshold) {
            Quake quake = event.payload();
            return quake.magnitude() < threshold.least() ? null : EventDraft.of("alert.raised", quake);
        }

        String raised(@Handles("alert.raised") @EventDomain("alerts") NexusEvent<Quake> event, HandlerContext context) {
            raised.add(event);
            context.reply("quake.told", new Quake(0));
            return "raised " + event.payload().magnitude();
        }

        void heard(@Subscribes("quake.told") @EventDomain("quakes") Quake quake) {
            heard.add(quake);
        }

        List<NexusEvent<?>> raised() {
            return raised;
        }

        List<Object> heard() {
            return heard;
        }
    }

    @Test
    void aMethodIsABoundaryWithItsRepliesAndIsInjectedInto() {
        try (var app = Started.with(Alerts.class, Threshold.class)) {
            Outcome strong = Started.await(app.bus("quakes").publish("quake.earthquake", new Quake(5)));
            Outcome weak = Started.await(app.bus("quakes").publish("quake.earthquake", new Quake(1)));

            assertThat(strong.status()).isEqualTo(Status.COMPLETED);
            assertThat(strong.results())
                    .extracting(Result::receiver, Result::value)
                    .containsExactly(org.assertj.core.groups.Tuple.tuple("raised", "raised 5.0"));
            assertThat(weak.status()).isEqualTo(Status.COMPLETED);
            assertThat(weak.results()).isEmpty();
            Alerts alerts = app.get(Alerts.class);
            assertThat(alerts.raised()).hasSize(1);
            assertThat(alerts.heard()).hasSize(1);
            Boundary boundary =
                    app.get(Domains.class).get("quakes").boundaries().get(0);
            assertThat(List.of(boundary.name(), boundary.from(), boundary.to()))
                    .containsExactly("alert", "quakes", "alerts");
            assertThat(boundary.stats().forwarded()).isEqualTo(1);
            assertThat(boundary.stats().filtered())
                    .as("what is told comes from there")
                    .isEqualTo(2);
        }
    }

    @ApplicationScoped
    @EventDomain("from")
    static class Shapes {
        NexusEvent<?> same(@Forwards(value = "same", to = "to") NexusEvent<?> event) {
            return event;
        }

        Quake decoded(@Forwards(value = "decoded", to = "to", replies = false) Quake quake) {
            return quake;
        }

        CompletionStage<String> later(
                @Forwards(
                                value = {"later.*", "later.**"},
                                to = "to",
                                name = "late",
                                capacity = 7,
                                overflow = Overflow.FAIL)
                        Object payload) {
            return CompletableFuture.completedFuture(payload + " later");
        }
    }

    @ApplicationScoped
    @EventDomain("to")
    static class Seen {
        final List<NexusEvent<?>> events = Collections.synchronizedList(new ArrayList<>());

        void see(@Subscribes("**") NexusEvent<?> event) {
            events.add(event);
        }

        List<NexusEvent<?>> events() {
            return events;
        }
    }

    @Test
    void whatAMethodReturnsIsWhatArrives() {
        try (var app = Started.with(Shapes.class, Seen.class)) {
            Started.await(app.bus("from").publish(EventDraft.of("same", "s").id("given")));
            Started.await(app.bus("from").publish("later.on", "l"));
            Started.await(app.bus("from").publish("decoded", new Json("{}")));
            List<NexusEvent<?>> events = app.get(Seen.class).events();
            Awaitility.await().until(() -> events.size() == 3);
            assertThat(events).extracting(NexusEvent::type).containsExactly("same", "later.on", "decoded");
            assertThat(events).<Object>extracting(NexusEvent::payload).containsExactly("s", "l later", new Quake(9));
            assertThat(events.get(0).id()).isEqualTo("given");
            assertThat(events).extracting(NexusEvent::source).containsOnly("/eventnexus/from");

            List<Boundary> boundaries = app.get(Domains.class).get("from").boundaries();
            assertThat(boundaries).extracting(Boundary::name).containsExactly("decoded", "late", "same");
            assertThat(boundaries).extracting(each -> each.config().replies()).containsExactly(false, true, true);
            assertThat(boundaries.get(1).config().capacity()).isEqualTo(7);
            assertThat(boundaries.get(1).config().overflow()).isEqualTo(Overflow.FAIL);
            assertThat(boundaries.get(1).config().selectors())
                    .containsExactly(EventSelector.parse("later.*"), EventSelector.parse("later.**"));
        }
    }

    /** A payload in its encoded form, as it comes over REST. */
    private record Json(String text) implements EncodedPayload {
        @Override
        public <T> T decode(Class<T> type) {
            return type.cast(new Quake(9));
        }
    }

    @ApplicationScoped
    static class InOrder {
        static final List<String> CALLS = Collections.synchronizedList(new ArrayList<>());

        Object last(@Forwards(value = "x", to = "to") @Priority(9) @EventDomain("from") Object payload) {
            CALLS.add("last");
            return null;
        }

        Object first(@Forwards(value = "x", to = "to") @Priority(1) @EventDomain("from") Object payload) {
            CALLS.add("first");
            return null;
        }

        void subscriber(@Subscribes("x") @Priority(99) @EventDomain("from") Object payload) {
            CALLS.add("subscriber");
        }
    }

    @Test
    @Tag("R1")
    void theyComeAfterSubscribersAndByPriority() {
        InOrder.CALLS.clear();
        try (var app = Started.with(InOrder.class)) {
            Started.await(app.bus("from").publish("x", 1));
            assertThat(InOrder.CALLS).containsExactly("subscriber", "first", "last");
        }
    }

    @Test
    void settingsMakeBoundariesAndTheirDomains() {
        String prefix = "eventnexus.boundary.out.";
        try (var from = SystemSetting.of(prefix + "from", "one");
                var to = SystemSetting.of(prefix + "to", "two");
                var select = SystemSetting.of(prefix + "select", "a.*, number 5");
                var type = SystemSetting.of(prefix + "type", "renamed");
                var replies = SystemSetting.of(prefix + "replies", "false");
                var capacity = SystemSetting.of(prefix + "capacity", "9");
                var overflow = SystemSetting.of(prefix + "overflow", "drop-newest");
                var app = Started.with(Seen.class)) {
            Domains domains = app.get(Domains.class);
            Boundary boundary = domains.get("one").boundaries().get(0);
            assertThat(boundary.name()).isEqualTo("out");
            BoundaryConfig config = boundary.config();
            assertThat(config.to()).isSameAs(domains.get("two"));
            assertThat(config.selectors()).isEqualTo(Set.of(EventSelector.parse("a.*"), EventSelector.type(5)));
            assertThat(config.replies()).isFalse();
            assertThat(config.capacity()).isEqualTo(9);
            assertThat(config.overflow()).isEqualTo(Overflow.DROP_NEWEST);
            domains.get("one").bus().publish("a.b", 1);
            domains.get("one").bus().publish("b.b", 2);
            Nexus two = domains.get("two");
            Awaitility.await().until(() -> two.stats().published() == 1);
            assertThat(two.log().orElseThrow().read(1).type()).isEqualTo("renamed");
        }
    }

    @Test
    void settingsDefaultsAreThoseOfTheCode() {
        Problems problems = new Problems();
        List<ConfiguredBoundary> read = new BoundarySettings(
                        new SettingsTest.Given(
                                Map.of("eventnexus.boundary.b.from", "one", "eventnexus.boundary.b.to", "two")),
                        problems)
                .read();
        assertThat(problems.asException()).isEmpty();
        assertThat(read)
                .containsExactly(new ConfiguredBoundary(
                        "b",
                        "eventnexus.boundary.b.from, set in here",
                        "one",
                        "two",
                        Set.of(EventSelector.any()),
                        null,
                        true,
                        50,
                        Overflow.AWAIT));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to=two                     | ENX-0143 eventnexus.boundary.b.to, set in here: the boundary 'b' has no setting 'from'",
                "from=one                   | ENX-0143 eventnexus.boundary.b.from, set in here: the boundary 'b' has no setting 'to'",
                "from=one;to=one            | ENX-0139 eventnexus.boundary.b.from, set in here: it forwards events of the domain 'one'",
                "from=one;to=t w o          | ENX-0103 eventnexus.boundary.b.to, set in here: a domain's name has",
                "from=one;to=two;capacity=0 | ENX-0103 eventnexus.boundary.b.capacity, set in here: capacity is 0",
                "from=one;to=two;overflow=keep-latest | ENX-0103 eventnexus.boundary.b.overflow, set in here: a boundary's overflow",
                "from=one;to=two;overflow=no | ENX-0103 eventnexus.boundary.b.overflow, set in here: 'no' is none of",
                "from=one;to=two;select=a.* b | ENX-0103 eventnexus.boundary.b.select, set in here: the selector",
                "from=one;to=two;type=a b   | ENX-0103 eventnexus.boundary.b.type, set in here: type has white space",
                "from=one;to=two;replies=maybe | ENX-0103 eventnexus.boundary.b.replies, set in here: 'maybe' is neither",
                "from=one;to=two;colour=red | ENX-0102 eventnexus.boundary.b.colour, set in here: there is no such setting"
            })
    void mistakesInSettingsSayWhereTheyWereMade(String settings, String problem) {
        Map<String, String> values = new java.util.TreeMap<>();
        for (String setting : settings.split(";")) {
            String[] parts = setting.split("=", 2);
            values.put("eventnexus.boundary.b." + parts[0].strip(), parts[1].strip());
        }
        Problems problems = new Problems();
        var read = new Settings(new SettingsTest.Given(values), problems);
        read.domains();
        read.boundaries();
        assertThat(problems.asException().orElseThrow()).hasMessageContaining(problem);
    }

    @ApplicationScoped
    static class ByCode {
        void begin(@Observes Startup startup, Domains domains) {
            domains.get("quakes").boundary("alert", BoundaryConfig.to(domains.get("alerts")));
        }
    }

    @Test
    void aNameThatCodeHasTakenBeforeTheStartIsAProblem() {
        String message = "";
        try (var app = Started.with(Alerts.class, Threshold.class, ByCode.class)) {
            app.get(Domains.class);
        } catch (RuntimeException failure) {
            message = failure.getMessage();
        }
        assertThat(message).contains("ENX-0140").contains("named 'alert', made by code");
    }

    @Test
    void settingsThatAreDifferentInTwoModulesAreAProblem() {
        var roster = new BoundaryRoster();
        var problems = new Problems();
        ConfiguredBoundary out = ConfiguredBoundary.of("out", "eventnexus.boundary.out.from, set in a.war")
                .withFrom("one")
                .withTo("two");
        roster.check(java.util.stream.Stream.of(), List.of(out, out.withCapacity(3)), problems);
        assertThat(problems.asException().orElseThrow()).hasMessageContaining("ENX-0144 eventnexus.boundary.out.from");
    }

    @Test
    void aSettingWithoutAnySelectorIsTold() {
        var problems = new Problems();
        var settings = new SettingsTest.Given(Map.of(
                "eventnexus.boundary.out.from", "one",
                "eventnexus.boundary.out.to", "two",
                "eventnexus.boundary.out.select", " , "));
        assertThat(new BoundarySettings(settings, problems).read()).isEmpty();
        assertThat(problems.asException().orElseThrow())
                .hasMessageContaining("ENX-0103 eventnexus.boundary.out.select")
                .hasMessageContaining("selector");
        var none = new Problems();
        var bare = new SettingsTest.Given(Map.of(
                "eventnexus.boundary.out.from", "one",
                "eventnexus.boundary.out.to", "two",
                "eventnexus.boundary.out.select", ","));
        assertThat(new BoundarySettings(bare, none).read()).isEmpty();
        assertThat(none.asException().orElseThrow()).hasMessageContaining("',' has no selector, such as order.*");
    }

    @ApplicationScoped
    @EventDomain("orders")
    static class Wrong {
        Object far(@Forwards(to = "not a name", overflow = Overflow.DROP_OLDEST) Object payload) {
            return payload;
        }

        boolean asFilter(@Forwards(to = "audit", capacity = -1) Object payload) {
            return true;
        }

        void nothing(@Forwards(to = "audit") Object payload) {}
    }

    @Test
    void mistakesInAnnotationsAreToldWithTheirMends() {
        List<String> lines = DeploymentFailure.lines(Wrong.class);
        DeploymentFailure.tells(lines, "ENX-0138", BoundariesTest.class, "Wrong.far(Object)", "name another one");
        DeploymentFailure.tells(lines, "ENX-0141", BoundariesTest.class, "returns boolean", "return what is forwarded");
        DeploymentFailure.tells(lines, "ENX-0141", BoundariesTest.class, "returns void", "return what is forwarded");
        DeploymentFailure.tells(lines, "ENX-0142", BoundariesTest.class, "drop-newest, not drop-oldest", "correct");
        DeploymentFailure.tells(lines, "ENX-0142", BoundariesTest.class, "capacity is -1", "correct");
        assertThat(lines).hasSize(6);
    }

    @Test
    @Tag("R12")
    void anUndeploymentBringsOverWhatWaits() {
        Nexus quakes;
        Nexus alerts;
        try (var capacity = SystemSetting.of("eventnexus.domain.alerts.capacity", "2");
                var app = Started.with(Alerts.class, Threshold.class)) {
            quakes = app.get(Domains.class).get("quakes");
            alerts = app.get(Domains.class).get("alerts");
            assertThat(alerts.config()).isEqualTo(DomainConfig.of("alerts").withCapacity(2));
            for (int i = 0; i < 300; i++) {
                quakes.bus().publish("quake.earthquake", new Quake(6));
            }
        }
        assertThat(alerts.stats().delivered()).isEqualTo(300);
        assertThat(quakes.stats().abandoned()).isZero();
    }
}
