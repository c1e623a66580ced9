package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eventnexus.Position;
import org.eventnexus.gateway.stream.Places;
import org.eventnexus.tests.EventStream.Message;
import org.eventnexus.tests.Listener.End;
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

/** Streams of an application that is undeployed while events come: they end, and go on with the next one after a gap. */
@Tag("BX-06")
@Tag("R12")
@Tag("R13")
@ExtendWith(ArquillianExtension.class)
@Timeout(120)
class StreamEndIT {
    private static final int STREAMS = 100;
    private static final String MERGED = "stream?select=load:**&select=other:**";

    /** Tells where the server is, which a deployment says only while it is there. */
    @Deployment(name = "server", testable = false)
    static WebArchive server() {
        return ShrinkWrap.create(WebArchive.class, "stream-end-server.war")
                .addAsWebResource(new StringAsset("here"), "index.html");
    }

    @Deployment(name = "hub", managed = false, testable = false)
    static EnterpriseArchive hub() {
        return Deployments.loaded("""
                eventnexus.domain.load.retention=50000
                eventnexus.gateway.load.subscribe=*
                eventnexus.domain.other.retention=100
                eventnexus.gateway.other.subscribe=*
                """);
    }

    @ArquillianResource
    Deployer deployer;

    @Test
    @Tag("H-5.14")
    @Tag("H-5.15")
    @Tag("H-5.23")
    void streamsEndBetweenTwoEventsAndGoOnAfterAGap(@ArquillianResource @OperateOnDeployment("server") URL server)
            throws Exception {
        Load load = new Load(new URL(server, "/nexus/"));
        deployer.deploy("hub");
        try (Crowd crowd = new Crowd()) {
            List<Listener> streams = new ArrayList<>();
            for (int i = 0; i < STREAMS; i++) {
                streams.add(crowd.open(load.events("load", "")));
            }
            streams.add(crowd.open(load.rest().uri(MERGED)));
            await().atMost(20, TimeUnit.SECONDS).until(() -> load.streams("load") == STREAMS + 1);
            load.publishLater("load", 1_000_000, 100, 5_000); // until it is refused
            await().until(() -> streams.stream().allMatch(stream -> stream.count() > 100));
            ServerLog log = ServerLog.fromNowOn();
            deployer.undeploy("hub");
            for (Listener stream : streams) {
                assertThat(stream.end().get(10, TimeUnit.SECONDS)).isEqualTo(End.WHOLE);
            }
            assertThat(log.complaints()).isEmpty();
            assertThat(streams).allSatisfy(stream -> assertThat(stream.retry()).isBetween(1_000L, 10_000L));
            assertThat(streams.stream().map(Listener::retry).distinct())
                    .as("times after which the clients are to come back")
                    .hasSizeGreaterThan(STREAMS / 2);

            deployer.deploy("hub");
            String last = streams.get(0).lastId();
            Listener early = crowd.open(load.events("load", ""), Message::id, "Last-Event-ID", last);
            await().until(() -> load.streams("load") == 1);
            load.publish("load", 5, 100);
            Position first = new Position(load.newest("load").epoch(), 1);
            Listener late = crowd.open(load.events("load", ""), Message::id, "Last-Event-ID", last);
            String lastOfBoth = streams.get(STREAMS).lastId();
            Listener merged = crowd.open(load.rest().uri(MERGED), Message::id, "Last-Event-ID", lastOfBoth);
            await().until(() -> early.count() == 5 && late.count() == 5 && merged.count() == 5);
            assertThat(early.gaps()).extracting(Message::data).containsExactly(gap("", last, null));
            assertThat(late.gaps()).extracting(Message::data).containsExactly(gap("", last, first));
            Map<String, Position> places =
                    Places.parse(lastOfBoth).orElseThrow().positions();
            assertThat(merged.gaps())
                    .extracting(Message::data)
                    .containsExactlyInAnyOrder(
                            gap("\"domain\":\"load\",", places.get("load"), first),
                            gap("\"domain\":\"other\",", places.get("other"), null));
            Conservation.holds(load.rest(), "load");
        } finally {
            deployer.undeploy("hub");
        }
    }

    private static String gap(String domain, Object requested, Position oldest) {
        return "{" + domain + "\"requested\":\"" + requested + "\",\"oldest\":"
                + (oldest == null ? "null" : '"' + oldest.toString() + '"') + "}";
    }
}
