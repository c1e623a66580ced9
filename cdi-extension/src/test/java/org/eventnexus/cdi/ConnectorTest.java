package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.NoMoreEventsException;
import org.eventnexus.PullSource;
import org.eventnexus.SubscriptionOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connectors: found in a module, read from settings with all problems told, opened and closed with the domains. */
@Tag("AN-24")
@Tag("R12")
@Tag("R15")
class ConnectorTest {
    private static final List<String> LINES = new CopyOnWriteArrayList<>();
    private static final BlockingQueue<Object> HEARD = new LinkedBlockingQueue<>();
    private static final String PARROT = "eventnexus.parrot.";

    @TempDir
    Path module;

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final List<SystemSetting> set = new ArrayList<>();

    @BeforeEach
    void clear() {
        LINES.clear();
        HEARD.clear();
    }

    @AfterEach
    void unset() throws IOException {
        if (Thread.currentThread().getContextClassLoader() instanceof URLClassLoader own) {
            own.close();
        }
        Thread.currentThread().setContextClassLoader(before);
        set.forEach(SystemSetting::close);
    }

    private void set(String name, String value) {
        set.add(SystemSetting.of(name, value));
    }

    /** The thread's module has these connectors. */
    private void bring(String... classes) throws IOException {
        Path services = Files.createDirectories(module.resolve("META-INF/services"));
        Files.write(services.resolve(Connector.class.getName()), List.of(classes));
        Thread.currentThread()
                .setContextClassLoader(
                        new URLClassLoader(new URL[] {module.toUri().toURL()}, before));
    }

    /** Says one word, and tells what is said in its domain. */
    public static class Parrot implements Connector {
        @Override
        public String section() {
            return "parrot";
        }

        @Override
        public Set<String> keys() {
            return Set.of("word", "voice.volume", "secret");
        }

        @Override
        public Optional<Connection> read(ConnectionSettings settings) {
            Optional<String> word = settings.find("word");
            Optional<Integer> volume = settings.read("voice.volume", Values::number);
            settings.find("secret");
            if (word.isEmpty()) {
                settings.missing("word", "what it says");
            }
            if (volume.filter(loud -> loud > 11).isPresent()) {
                settings.problem("ENX-0999", "voice.volume", "it is too loud", "be quiet");
                return Optional.empty();
            }
            return word.map(said -> (name, domain, threads) -> open(said, name, domain, threads));
        }

        private static AutoCloseable open(String word, String name, Nexus domain, ThreadFactory threads) {
            if (word.equals("mute")) {
                throw new IllegalStateException("it does not speak");
            }
            LINES.add("open " + name + " while " + domain.state());
            domain.source(name, new Mouth(word));
            domain.bus()
                    .subscribe(
                            "**",
                            SubscriptionOptions.defaults().named(name).async(),
                            (NexusEvent<Object> event) -> HEARD.add(event.payload()));
            Thread thread = threads.newThread(() -> LINES.add("thread"));
            thread.start();
            return () -> {
                thread.join();
                LINES.add("close " + name + " while " + domain.state());
            };
        }
    }

    private static final class Mouth implements PullSource {
        private String word;

        Mouth(String word) {
            this.word = word;
        }

        @Override
        public EventDraft<?> obtain() throws NoMoreEventsException {
            if (word == null) {
                throw new NoMoreEventsException();
            }
            EventDraft<?> said = EventDraft.of("said", word);
            word = null;
            return said;
        }

        @Override
        public void close() {
            LINES.add("source closed");
        }
    }

    /** Of the same section. */
    public static final class Cockatoo extends Parrot {}

    @ApplicationScoped
    static class Listener {
        void hear(@Subscribes("said") @EventDomain("cage") String word) {
            LINES.add("heard " + word);
        }
    }

    private static List<String> told(Class<?>... beans) {
        return DeploymentFailure.lines(beans).stream().map(String::strip).toList();
    }

    /** What is known only when all modules are there; CDI puts words around it. */
    private static List<String> toldAtStart() {
        Throwable failure = catchThrowable(() -> Started.with(Listener.class).close());
        assertThat(failure).hasMessageContaining("ENX-0100 ");
        String message = failure.getMessage();
        return message.substring(message.indexOf("ENX-0100 "))
                .lines()
                .map(String::strip)
                .toList();
    }

    @Test
    void aConnectionIsOpenedBeforeItsDomainStartsAndClosedAfterItsSources() throws Exception {
        bring(Parrot.class.getName());
        set(PARROT + "polly.word", "hello");
        set(PARROT + "polly.domain", "cage");
        set(PARROT + "polly.voice.volume", "3");
        try (var app = Started.with(Listener.class)) {
            assertThat(HEARD.poll(20, TimeUnit.SECONDS)).isEqualTo("hello");
            assertThat(app.bus("cage").publish("said", "bye").accepted()).isNotNull();
        }
        assertThat(HEARD).as("lanes are drained").containsExactly("bye");
        assertThat(LINES)
                .startsWith("open polly while READY")
                .contains("thread", "heard hello")
                .containsSubsequence("source closed", "close polly while STOPPED");
    }

    @Test
    void withoutSettingsThereIsNothing() throws Exception {
        bring(Parrot.class.getName());
        Started.with(Listener.class).close();
        assertThat(LINES).isEmpty();
    }

    @Test
    void allThatIsWrongIsToldAtOnceAndNoValueThatMayBeSecret() throws Exception {
        bring(Parrot.class.getName());
        set("eventnexus.domain.cage.capacty", "7");
        set(PARROT + "a.domain", "the cage");
        set(PARROT + "a.voice.volume", "loud");
        set(PARROT + "a.colour", "hush");
        set(PARROT + "b.word", "hello");
        set(PARROT + "b.secret", "hush");
        set(PARROT + "c.domain", "cage");
        set(PARROT + "c.word", "hello");
        set(PARROT + "c.voice.volume", "12");
        set(PARROT + "word", "hello");
        assertThat(told(Listener.class))
                .hasSize(9)
                .noneMatch(line -> line.contains("hush"))
                .anyMatch(line -> line.startsWith("ENX-0102 eventnexus.domain.cage.capacty"))
                .contains(
                        "ENX-0102 eventnexus.parrot.a.colour, set in SysPropConfigSource: there is no such setting. To mend it,"
                                + " correct or remove it; there are eventnexus.parrot.NAME.KEY, where NAME is a connection's"
                                + " (letters, digits, '_', '-') and KEY is one of domain, secret, voice.volume, word.",
                        "ENX-0301 eventnexus.parrot.a.word: the connection 'a' has no setting 'word'. To mend it, set"
                                + " eventnexus.parrot.a.word to what it says.",
                        "ENX-0301 eventnexus.parrot.b.domain: the connection 'b' has no setting 'domain'. To mend it, set"
                                + " eventnexus.parrot.b.domain to the name of a domain.",
                        "ENX-0999 eventnexus.parrot.c.voice.volume, set in SysPropConfigSource: it is too loud. To mend it,"
                                + " be quiet.")
                .anyMatch(line -> line.startsWith("ENX-0102 eventnexus.parrot.word, "))
                .anyMatch(line -> line.startsWith("ENX-0103 eventnexus.parrot.a.domain, ") && line.contains("the cage"))
                .anyMatch(line -> line.startsWith("ENX-0103 eventnexus.parrot.a.voice.volume, "));
        assertThat(LINES).isEmpty();
    }

    @Test
    void aDomainThatNobodyHasIsTold() throws Exception {
        bring(Parrot.class.getName());
        set(PARROT + "polly.word", "hello");
        set(PARROT + "polly.domain", "cave");
        assertThat(toldAtStart())
                .containsExactly(
                        "ENX-0100 EventNexus found a problem in this application:",
                        "ENX-0302 eventnexus.parrot.polly.domain, set in SysPropConfigSource: there is no domain 'cave' in this"
                                + " application. To mend it, correct the name, or name the domain in eventnexus.domains or"
                                + " in an annotation; there are [cage].");
        assertThat(LINES).isEmpty();
    }

    @Test
    void oneThatCannotBeOpenedFailsTheDeploymentAndTheOthersAreClosed() throws Exception {
        bring(Parrot.class.getName());
        set(PARROT + "polly.word", "hello");
        set(PARROT + "polly.domain", "cage");
        set(PARROT + "silent.word", "mute");
        set(PARROT + "silent.domain", "cage");
        assertThat(toldAtStart())
                .containsExactly(
                        "ENX-0100 EventNexus found a problem in this application:",
                        "ENX-0304 eventnexus.parrot.silent.domain, set in SysPropConfigSource: the connection 'silent' cannot be"
                                + " opened: it does not speak. To mend it, do as the reason says, or remove its settings.");
        assertThat(LINES)
                .contains("open polly while READY", "close polly while STOPPED")
                .doesNotContain("heard hello");
    }

    @Test
    void aConnectorThatIsMissingOrHasAnothersSectionIsTold() throws Exception {
        bring(Parrot.class.getName(), Cockatoo.class.getName(), "com.example.Missing");
        assertThat(told(Listener.class))
                .anyMatch(
                        line -> line.startsWith("ENX-0300 META-INF/services/") && line.contains("com.example.Missing"))
                .anyMatch(line -> line.startsWith("ENX-0300 " + Cockatoo.class.getName() + ": the settings"
                        + " eventnexus.parrot.* belong to " + Parrot.class.getName()));
    }

    @Test
    void twoModulesThatDifferAreTold() throws Exception {
        bring(Parrot.class.getName());
        Application application = new Application(() -> {});
        application.join(new Container(null, application, findings("hello")));
        var same = new Problems();
        application.check(findings("hello"), same);
        assertThat(same.asException()).isEmpty();
        var other = new Problems();
        application.check(findings("bye"), other);
        assertThat(catchThrowable(() -> {
                    throw other.asException().orElseThrow();
                }))
                .hasMessageContaining("ENX-0303 eventnexus.parrot.polly.domain, set in here")
                .hasMessageNotContaining("bye");
    }

    /** {@code EVENTNEXUS_PARROT_POLLY_WORD} may be meant for {@code Polly}. */
    @Test
    void aVariableThatIsMeantForAnotherMakesNoConnection() throws Exception {
        bring(Parrot.class.getName());
        var values = new SettingsTest.Given(Map.of(
                PARROT + "Polly.word", "hello",
                PARROT + "Polly.domain", "cage",
                PARROT + "polly.word", "hello",
                PARROT + "polly.voice-volume", "3"));
        SettingSource withVariables = new SettingSource() {
            @Override
            public Set<String> names() {
                return values.names();
            }

            @Override
            public Optional<Setting> find(String name) {
                return values.find(name);
            }

            @Override
            public boolean mayBeVariable(String name) {
                return name.startsWith(PARROT + "polly.");
            }
        };
        var problems = new Problems();
        assertThat(new Settings(withVariables, problems, Connectors.of(List.of(loader()), problems)).connections())
                .extracting(ConfiguredConnection::name)
                .containsExactly("Polly");
        assertThat(problems.asException()).isEmpty();
    }

    private static Findings findings(String word) {
        var given = new SettingsTest.Given(Map.of(PARROT + "polly.word", word, PARROT + "polly.domain", "cage"));
        var settings = new Settings(given, new Problems(), Connectors.of(List.of(loader()), new Problems()));
        return new Findings(
                List.of(DomainConfig.of("cage")),
                Set.of("cage"),
                List.of(),
                2,
                List.of(),
                List.of(),
                List.of(),
                new BridgeFindings(List.of(), List.of(), Map.of()),
                List.of(),
                List.of(),
                settings.connections());
    }

    private static ClassLoader loader() {
        return Thread.currentThread().getContextClassLoader();
    }
}
