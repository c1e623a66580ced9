package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A server is asked to stop while a receiver never returns. */
@Tag("R12")
@Timeout(300)
class ServerStopIT {
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /**
     * Ours: a second in which what is left is given up, two for the threads. The rest is the servers' own, who on a busy
     * machine take seconds for what is half a second on an idle one.
     */
    private static final Duration MARGIN = Duration.ofSeconds(3 + 10);

    private static EnterpriseArchive ear() {
        WebArchive war = ShrinkWrap.create(WebArchive.class, "stuck.war")
                .addClasses(StuckReceiver.class)
                .addAsResource(
                        new StringAsset("eventnexus.domain.stuck.drain-timeout=" + DRAIN.toSeconds() + "s\n"
                                + "eventnexus.domain.free.drain-timeout=" + DRAIN.toSeconds() + "s\n"),
                        "META-INF/microprofile-config.properties");
        return ShrinkWrap.create(EnterpriseArchive.class, "stuck-app.ear")
                .addAsLibraries(Deployments.built("eventnexus.extension.jar"))
                .addAsModule(war);
    }

    /** Payara then ends as well, but says nothing any more. */
    @Test
    @Tag("full")
    @EnabledIfSystemProperty(named = "arquillian.launch", matches = "payara")
    void aSignalEndsTheServerInTime() throws Exception {
        try (OwnServer server = OwnServer.named("stop-by-signal")) {
            server.lay(ear());
            server.start("/stuck/in");
            inTime(server.terminate());
        }
    }

    private static void inTime(Duration took) {
        System.out.println("stopped with a receiver that never returns within " + took.toMillis() + " ms");
        assertThat(took).isGreaterThan(DRAIN).isLessThan(DRAIN.plus(MARGIN));
    }

    @Test
    void theServerSaysWhatWasLeft() throws Exception {
        try (OwnServer server = OwnServer.named("stop")) {
            server.lay(ear());
            server.start("/stuck/in");
            inTime(server.stop());
            List<String> log = Files.readAllLines(server.log());
            assertThat(log)
                    .filteredOn(line -> line.contains("ENX-0014"))
                    .singleElement()
                    .asString()
                    .contains("'stuck'", "never.returns=1", "waits=" + StuckReceiver.WAITING);
            assertThat(log)
                    .filteredOn(line -> line.contains("the last has been handled"))
                    .hasSize(1);
        }
    }
}
