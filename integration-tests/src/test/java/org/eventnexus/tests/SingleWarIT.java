package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.URL;
import java.util.concurrent.TimeUnit;
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
import org.openqa.selenium.By;

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
    void itsPageShowsDomainsAndWhatTheyBring() throws Exception {
        try (Browser browser = Browser.open(page)) {
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(text(browser, "domains")).contains("it LOOPING", "short LOOPING"));
            // the first one, which the page has chosen itself, is not open for reading
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() ->
                            assertThat(text(browser, "heading")).startsWith("full is not open to you for reading"));
            browser.driver() // at once: the rows are made anew every two seconds
                    .executeScript("[...document.querySelectorAll('#domains tr')]"
                            + ".find(row => row.cells[0].textContent === 'it').click()");
            await().atMost(20, TimeUnit.SECONDS).until(() -> streams() > 0);
            rest.post("domains/it/events?type=seen.there", Rest.JSON, "\"on the page\"")
                    .is(202);
            await().atMost(20, TimeUnit.SECONDS)
                    .untilAsserted(() -> assertThat(text(browser, "events"))
                            .contains("seen.there")
                            .contains("\"on the page\""));
            assertThat(browser.errors())
                    .allSatisfy(error -> assertThat(error.getMessage()).contains("401"));
        }
    }

    private static String text(Browser browser, String id) {
        return browser.driver().findElement(By.id(id)).getText();
    }

    private int streams() throws Exception {
        return rest.get("domains/it").is(200).object().getInt("streams");
    }

    @Test
    void pagesAreTheGatewaysAndTheApplications() throws Exception {
        assertThat(rest.get(page + "own.html").is(200).body()).isEqualTo("my own page");
        assertThat(rest.get(page.toString()).is(200).body()).contains("Event domains");
    }
}
