package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The gateway as a jar in somebody's only WAR, beside a page of its own and under a context root of its own. */
@Tag("BX-06")
@Tag("BX-10")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class SingleWarIT {
    /** As docs/how-to/deploying.md shows it. */
    private static final String WEB_XML = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <error-page>
                <error-code>404</error-code>
                <location>/eventnexus-problem</location>
              </error-page>
            </web-app>
            """;

    @Deployment(testable = false)
    static WebArchive war() {
        return Deployments.war("gateway-inside.war", GatewayReceivers.class)
                .addClasses(GatewayReceivers.Order.class, GatewayReceivers.Circle.class)
                .addAsResource(new StringAsset(GatewayReceivers.SETTINGS), "META-INF/microprofile-config.properties")
                .addAsWebResource(new StringAsset("my own page"), "own.html")
                .setWebXML(new StringAsset(WEB_XML));
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    @Test
    void handlersAnswerOverRest() throws Exception {
        assertThat(page.getPath()).isEqualTo("/gateway-inside/");
        assertThat(rest.get("domains/it").is(200).object().getString("name")).isEqualTo("it");
        assertThat(rest.post("domains/it/events?type=upper", Rest.JSON, "\"quiet\"", "Prefer", "wait=10")
                        .is(200)
                        .object()
                        .getJsonArray("results")
                        .getJsonObject(0)
                        .getString("value"))
                .isEqualTo("QUIET");
    }

    @Test
    void streamsBringEventsAndGoOn() throws Exception {
        String id;
        try (EventStream stream = EventStream.open(rest.uri("domains/it/events?type=war.*"))) {
            publish(1);
            id = stream.next().id();
        }
        publish(2);
        try (EventStream stream = EventStream.resume(rest.uri("domains/it/events?type=war.*"), id)) {
            assertThat(stream.next().json().getInt("data")).isEqualTo(2);
            publish(3);
            assertThat(stream.next().json().getInt("data")).isEqualTo(3);
        }
    }

    private void publish(int number) throws Exception {
        rest.post("domains/it/events?type=war.a", Rest.JSON, Integer.toString(number))
                .is(202);
    }

    @Test
    void whatIsNotThereIsAProblemDocument() throws Exception {
        rest.get("domains/nonsense").isProblem(404);
        rest.get("nonsense").isProblem(404);
        rest.post("domains/it", Rest.JSON, "1").isProblem(405);
        rest.get(page + "nonsense").isProblem(404);
    }

    @Test
    void pagesAreTheGatewaysAndTheApplications() throws Exception {
        assertThat(rest.get(page + "own.html").is(200).body()).isEqualTo("my own page");
        assertThat(rest.get(page.toString()).is(200).body()).contains("Event domains");
    }
}
