package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An EAR is undeployed while threads of its own and clients publish as fast as they can: everybody is told what has become
 * of what he published, no event is counted twice or not at all, and the log has nothing to complain of.
 */
@Tag("R12")
@Tag("R7")
@ExtendWith(ArquillianExtension.class)
@Timeout(180)
class UndeployUnderLoadIT {
    private static final Path FIGURES =
            Path.of("target", "undeploy-under-load.txt").toAbsolutePath();
    private static final String SERVERS_OWN = "of the server's own";
    private static final int CLIENTS = 4;
    private static final int ANSWERS = 400;
    private static final int STREAMS = 3;
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** For the server's own part of an undeployment, on a busy machine. */
    private static final Duration MARGIN = Duration.ofSeconds(15);

    @Deployment(name = "server", testable = false)
    static WebArchive server() {
        return ShrinkWrap.create(WebArchive.class, "undeploy-under-load-server.war")
                .addAsWebResource(new StringAsset("here"), "index.html");
    }

    @Deployment(name = "ear", managed = false, testable = false)
    static EnterpriseArchive ear() {
        return Deployments.ear(
                "under-load.ear",
                LoadPublishers.SETTINGS,
                ShrinkWrap.create(WebArchive.class, "load.war")
                        .addClasses(LoadPublishers.class)
                        .addAsResource(new StringAsset(FIGURES.toString()), LoadPublishers.FILE_NAME));
    }

    @ArquillianResource
    Deployer deployer;

    private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final CountDownLatch enough = new CountDownLatch(ANSWERS);
    private volatile boolean undeployed;

    @Test
    void nobodyIsLeftInDoubtAndTheLogIsQuiet(@ArquillianResource @OperateOnDeployment("server") URL server)
            throws Exception {
        Files.deleteIfExists(FIGURES);
        ServerLog log = ServerLog.fromNowOn();
        deployer.deploy("ear");
        Rest rest = new Rest(URI.create(new URL(server, "/gateway/api/").toString()));
        Duration took = undeployUnderLoad(rest);
        System.out.println("undeployed under load within " + took.toMillis() + " ms; answers: " + answers);
        assertThat(took).isLessThan(DRAIN.plus(MARGIN));

        assertThat(answers.keySet()).isSubsetOf(documented());
        Map<String, Long> figures = figures();
        System.out.println(figures);
        conserved(figures, "load");
        conserved(figures, "web");
        assertThat(figures.get("web.published")).isEqualTo(count("200 completed") + count("202 accepted"));
        assertThat(figures.get("published")).isPositive();
        assertThat(figures.get("load.published"))
                .isEqualTo(figures.get("published") - figures.get("REFUSED") + figures.get("emitted"));
        assertThat(figures.get("load.refused")).isEqualTo(figures.get("REFUSED"));
        long ended = figures.get("COMPLETED") + figures.get("UNHANDLED") + figures.get("ABANDONED");
        assertThat(ended + figures.get("REFUSED")).isEqualTo(figures.get("published"));

        System.out.println("the server's own complaints: " + log.complaints());
        assertThat(log.complaints()).noneMatch(UndeployUnderLoadIT::isOurs);
    }

    /** A stack frame says nothing: the gateway's filter is on the stack of each of its requests. */
    private static boolean isOurs(String line) {
        return !line.startsWith("\tat ") && (line.contains("org.eventnexus") || line.contains("ENX-"));
    }

    /**
     * What publishers may be told. Who comes too late gets the server's own answer: 404 from both; while the WAR stops, 503
     * from Payara, and 500 from WildFly, which logs UT010051, or UT015023 if JAX-RS had the request already.
     */
    private static List<String> documented() {
        List<String> answers = new ArrayList<>();
        answers.add("200 completed");
        answers.add("202 accepted");
        answers.add("503 problem");
        answers.add("404 " + SERVERS_OWN);
        answers.add((OwnServer.isWildFly() ? "500 " : "503 ") + SERVERS_OWN);
        if (OwnServer.isWildFly()) {
            answers.add("500 problem");
        }
        return answers;
    }

    private Duration undeployUnderLoad(Rest rest) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                EventStream stream = EventStream.open(rest.uri("domains/web/events"));
                running.add(threads.submit(() -> readToTheEnd(stream)));
            }
            for (int i = 0; i < CLIENTS; i++) {
                running.add(threads.submit(() -> publishUntilUndeployed(rest)));
            }
            assertThat(enough.await(60, TimeUnit.SECONDS)).isTrue();
            long before = System.nanoTime();
            deployer.undeploy("ear");
            Duration took = Duration.ofNanos(System.nanoTime() - before);
            undeployed = true;
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
            return took;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Fails if the stream is cut. */
    private static Void readToTheEnd(EventStream stream) throws IOException {
        try (stream) {
            int read = 0;
            while (stream.next() != null) {
                read++;
            }
            assertThat(read).isPositive();
            return null;
        }
    }

    /** Every other one waits for what the handler says. */
    private Void publishUntilUndeployed(Rest rest) throws Exception {
        String path = "domains/web/events?type=web";
        for (boolean wait = false; !undeployed; wait = !wait) {
            String kind;
            try {
                Rest.Answer answer =
                        wait ? rest.post(path, Rest.JSON, "1", "Prefer", "wait=30") : rest.post(path, Rest.JSON, "1");
                kind = answer.status() + " " + kind(answer);
            } catch (IOException cut) {
                kind = cut.toString();
            }
            answers.computeIfAbsent(kind, key -> new LongAdder()).increment();
            enough.countDown();
        }
        return null;
    }

    /** The publication's status, or whose words an error's are. */
    private static String kind(Rest.Answer answer) {
        if (answer.status() < 300) {
            return answer.object().getString("status");
        }
        return answer.contentType().startsWith("application/problem+json") ? "problem" : SERVERS_OWN;
    }

    private long count(String kind) {
        return answers.getOrDefault(kind, new LongAdder()).sum();
    }

    private static Map<String, Long> figures() throws IOException {
        Properties written = new Properties();
        try (var reader = Files.newBufferedReader(FIGURES)) {
            written.load(reader);
        }
        assertThat(written.remove("publishersEnded")).isEqualTo("true");
        assertThat(written).as("an exception in a publisher").doesNotContainKey("surprise");
        Map<String, Long> figures = new TreeMap<>();
        written.forEach((name, value) -> figures.put((String) name, Long.valueOf((String) value)));
        return figures;
    }

    /** R7. */
    private static void conserved(Map<String, Long> figures, String domain) {
        long ended = 0;
        for (String how : List.of("completed", "failed", "dropped", "unhandled", "abandoned")) {
            ended += figures.get(domain + "." + how);
        }
        assertThat(figures.get(domain + ".waiting")).isZero();
        assertThat(figures.get(domain + ".published")).as(domain).isEqualTo(ended);
        assertThat(figures.get(domain + ".abandoned")).as(domain).isZero();
    }
}
