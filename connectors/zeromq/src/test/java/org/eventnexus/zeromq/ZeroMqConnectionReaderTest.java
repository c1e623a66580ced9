package org.eventnexus.zeromq;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eventnexus.EventSelector;
import org.eventnexus.cdi.Connection;
import org.eventnexus.cdi.ConnectionSettings;
import org.eventnexus.zeromq.ZeroMqConfig.Mode;
import org.eventnexus.zeromq.ZeroMqConfig.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zeromq.ZMQ;

/** What settings say, and what is told of those that are wrong. */
@Tag("AN-24")
@Tag("R15")
class ZeroMqConnectionReaderTest {
    private static final ZMQ.Curve.KeyPair SERVER = ZMQ.Curve.generateKeyPair();
    private static final ZMQ.Curve.KeyPair CLIENT = ZMQ.Curve.generateKeyPair();

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    /** Of a connection named {@code robots}. */
    private record Given(Map<String, String> values, List<String> told) implements ConnectionSettings {
        @Override
        public String name() {
            return "robots";
        }

        @Override
        public Optional<String> find(String key) {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public void malformed(String key, String what) {
            told.add(key + ": " + what);
        }

        @Override
        public void missing(String key, String to) {
            told.add(key + " missing");
        }

        @Override
        public void problem(String id, String key, String what, String mend) {
            told.add(id + ' ' + key + ": " + what);
        }
    }

    private Optional<Connection> read(Map<String, String> values) {
        return new ZeroMqConnector().read(new Given(values, told));
    }

    /** As {@code direction=in;address=…}, beside a direction, an address and a way to attach if these are not among them. */
    private Optional<Connection> read(String settings) {
        Map<String, String> values =
                new HashMap<>(Map.of("direction", "in", "address", "tcp://127.0.0.1:5555", "attach", "bind"));
        for (String setting : settings.split(";")) {
            String[] parts = setting.strip().split("=", 2);
            values.put(parts[0], parts[1]);
        }
        return read(values);
    }

    @Test
    void aSourceHasAllThatIsSet() {
        Connection connection = read(Map.ofEntries(
                        entry("direction", " IN "),
                        entry("address", " tcp://127.0.0.1:5555 "),
                        entry("attach", "connect"),
                        entry("pattern", "pub-sub"),
                        entry("topic", "quake"),
                        entry("mode", "text"),
                        entry("type", "number 7"),
                        entry("event-source", "/robots"),
                        entry("max-frame", "1000"),
                        entry("high-water-mark", "10"),
                        entry("curve.secret-key", CLIENT.secretKey),
                        entry("curve.public-key", CLIENT.publicKey),
                        entry("curve.server-key", SERVER.publicKey)))
                .orElseThrow();
        assertThat(told).isEmpty();
        assertThat(((Connections.In) connection).config())
                .usingRecursiveComparison()
                .isEqualTo(ZeroMqConfig.connect("tcp://127.0.0.1:5555")
                        .pattern(Pattern.PUB_SUB)
                        .topic("quake")
                        .text(7)
                        .eventSource("/robots")
                        .maxFrame(1000)
                        .highWaterMark(10)
                        .curve(Curve.client(SERVER.publicKey, CLIENT.publicKey, CLIENT.secretKey)));
    }

    @Test
    void aSinkHasAllThatIsSetAndKeysComeFromFiles() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), SERVER.secretKey + '\n');
        Path clients = Files.writeString(folder.resolve("clients"), SERVER.publicKey + "\n" + CLIENT.publicKey + "\n");
        Connections.Out sink = (Connections.Out) read(Map.of(
                        "direction", "out",
                        "address", "tcp://*:5556",
                        "attach", "bind",
                        "mode", "text",
                        "select", "robot.*, number 7",
                        "linger", "250ms",
                        "curve.secret-key", secret.toUri().toString(),
                        "curve.clients", clients.toUri().toString()))
                .orElseThrow();
        assertThat(told).isEmpty();
        assertThat(sink.selectors()).containsExactly(EventSelector.parse("robot.*"), EventSelector.type(7));
        assertThat(sink.config().isBinding()).isTrue();
        assertThat(sink.config().mode()).isEqualTo(Mode.TEXT);
        assertThat(sink.config().linger()).isEqualTo(Duration.ofMillis(250));
        assertThat(sink.config().curve())
                .contains(new Curve.Server(SERVER.secretKey, Set.of(SERVER.publicKey, CLIENT.publicKey)));
    }

    @Test
    void withoutMoreItIsAsInCode() {
        assertThat(((Connections.In) read("attach=bind").orElseThrow()).config())
                .usingRecursiveComparison()
                .isEqualTo(ZeroMqConfig.bind("tcp://127.0.0.1:5555"));
        assertThat(((Connections.Out) read("direction=out").orElseThrow()).selectors())
                .containsExactly(EventSelector.any());
    }

    @Test
    void whatIsMissingIsToldAtOnce() {
        assertThat(read(Map.of("mode", "text"))).isEmpty();
        assertThat(told).containsExactly("direction missing", "address missing", "attach missing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            direction=up             | direction: 'up' is none of in, out
            attach=glue              | attach: 'glue' is none of bind, connect
            address=127.0.0.1        | address: '127.0.0.1' is no address such as tcp://127.0.0.1:5555
            attach=connect;address=tcp://*:5 | address: 'tcp://*:5' is no address to connect to, which has a host and a port
            pattern=req-rep          | pattern: 'req-rep' is none of push-pull, pub-sub
            mode=xml                 | mode: 'xml' is none of event, text
            max-frame=0              | max-frame: max-frame is 0, not 1 to 1073741824
            high-water-mark=many     | high-water-mark: 'many' is not a whole number such as 1024
            direction=out;linger=5m  | linger: linger is PT5M, not 0 to PT1M
            mode=text;type=number x  | type: 'number x' is no type such as line or number 7
            mode=text                | type missing
            topic=x                  | ENX-0306 topic: it has no effect, as pattern is push-pull
            type=line                | ENX-0306 type: it has no effect, as mode is event
            select=a.*               | ENX-0306 select: it has no effect, as direction is in
            direction=out;max-frame=9| ENX-0306 max-frame: it has no effect, as direction is out
            """)
    void aMistakeIsTold(String settings, String problem) {
        assertThat(read(settings)).isEmpty();
        assertThat(told).containsExactly(problem);
    }

    @Test
    void keysThatDoNotGoTogetherOrCannotBeReadAreToldWithoutThem() {
        assertThat(read("curve.secret-key=" + SERVER.secretKey)).isEmpty();
        assertThat(read("curve.clients=" + CLIENT.publicKey)).isEmpty();
        assertThat(read("curve.secret-key=" + SERVER.secretKey.substring(1) + ";curve.clients=" + CLIENT.publicKey))
                .isEmpty();
        assertThat(read("curve.secret-key=file:/nowhere/" + SERVER.secretKey.hashCode() + ";curve.clients="
                        + CLIENT.publicKey))
                .isEmpty();
        assertThat(read("curve.secret-key=file:" + SERVER.secretKey + ";curve.clients=" + CLIENT.publicKey))
                .isEmpty();
        String neither = "ENX-0308 curve.secret-key: the connection 'robots' is neither a server of CURVE nor a client";
        assertThat(told)
                .containsExactly(
                        neither,
                        neither,
                        "curve.secret-key: the key is not 40 characters of Z85",
                        "ENX-0307 curve.secret-key: the file cannot be read (NoSuchFileException)",
                        "ENX-0307 curve.secret-key: it is no path such as file:/etc/keys/robots.key");
    }
}
