package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.eventnexus.tests.Rest.Answer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Methods and media types: what is taken, what is sent, and what is said of it. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class NegotiationIT {
    private static final String EVENTS = "domains/it/events";

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.gateway();
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    @Test
    @Tag("H-5.01")
    void whatAClientRefusesItIsNotSent() throws Exception {
        for (String nothing : new String[] {"*/*;q=0", "*/*; q=0.0", "text/*;q=0, */*;q=0", "application/json;q=0"}) {
            for (String path : new String[] {"domains", "domains/it", EVENTS, "stream?select=it:**"}) {
                rest.get(path, "Accept", nothing).isProblem(406);
            }
            rest.post(EVENTS + "?type=refused", Rest.JSON, "1", "Accept", nothing)
                    .isProblem(406);
        }
        assertThat(rest.get(EVENTS + "?type=refused").is(200).object().getJsonArray("events"))
                .as("and nothing has happened")
                .isEmpty();
        rest.get("domains", "Accept", "application/json;q=0, */*").isProblem(406);
        rest.get("domains", "Accept", "application/*;q=0, text/*").isProblem(406);
        rest.get("domains", "Accept", "*/*;q=0, application/json;q=0.1").is(200);
        rest.get("domains", "Accept", "application/xml;q=0, */*").is(200);
        assertThat(rest.get(EVENTS, "Accept", "text/event-stream;q=0, */*").contentType())
                .startsWith("application/json");
        assertThat(rest.send("HEAD", EVENTS, BodyPublishers.noBody(), "Accept", "application/json;q=0, */*")
                        .is(200)
                        .contentType())
                .startsWith("text/event-stream");
        try (EventStream stream =
                EventStream.open(rest.uri(EVENTS + "?type=chosen&after=0"), "Accept", "application/json;q=0")) {
            rest.post(EVENTS + "?type=chosen", Rest.JSON, "1", "Accept", "text/*;q=0, */*")
                    .is(202);
            assertThat(stream.next().json().getString("type")).isEqualTo("chosen");
        }
    }

    @Test
    void whoAcceptsNothingThatIsThereIsTold() throws Exception {
        rest.get("domains", "Accept", "image/png").isProblem(406);
        rest.get(EVENTS, "Accept", "image/png").isProblem(406);
        rest.get("stream?select=it:**", "Accept", "application/json").isProblem(406);
    }

    @Test
    void everyAddressSaysWhichMethodsItTakes() throws Exception {
        Map<String, String> allowed = Map.of(
                "domains",
                "GET, OPTIONS",
                "domains/it",
                "GET, OPTIONS",
                EVENTS,
                "GET, OPTIONS, POST",
                EVENTS + "/next",
                "GET, OPTIONS",
                EVENTS + "/any",
                "GET, OPTIONS",
                "domains/it/dead-letters",
                "GET, OPTIONS",
                "domains/it/dead-letters/1",
                "DELETE, OPTIONS",
                "domains/it/dead-letters/1/redeliver",
                "OPTIONS, POST",
                "stream?select=it:**",
                "GET, OPTIONS");
        for (Map.Entry<String, String> address : allowed.entrySet()) {
            for (String method : new String[] {"PUT", "PATCH"}) {
                Answer refused = rest.send(method, address.getKey(), BodyPublishers.ofString("1"))
                        .isProblem(405);
                assertThat(sorted(refused.header("Allow"))).as(address.getKey()).isEqualTo(address.getValue());
            }
            Answer options = rest.send("OPTIONS", address.getKey(), BodyPublishers.noBody());
            assertThat(options.status()).isIn(200, 204);
            assertThat(sorted(options.header("Allow"))).as(address.getKey()).isEqualTo(address.getValue());
        }
    }

    /** Without HEAD, which one server does not name beside GET, and takes. */
    private static String sorted(String allow) {
        return Arrays.stream(allow.split("\\s*,\\s*"))
                .filter(method -> !method.equals("HEAD"))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Test
    void aHeadIsAGetWithoutItsBody() throws Exception {
        for (String path : new String[] {"domains", "domains/it", EVENTS, EVENTS + "/none", "domains/none"}) {
            Answer get = rest.get(path);
            Answer head = rest.send("HEAD", path, BodyPublishers.noBody());
            assertThat(head.is(get.status()).body()).isEmpty();
            assertThat(head.contentType()).as(path).isEqualTo(get.contentType());
        }
    }
}
