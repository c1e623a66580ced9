package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
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

/** Whose limits count: those of a token's subject, wherever it comes from, and else those of an address. */
@Tag("BX-06")
@Tag("BX-09")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class CallerLimitsIT {
    private static final Tokens TOKENS = new Tokens();

    @Deployment(testable = false)
    static EnterpriseArchive hub() {
        return Deployments.gateway(GatewayReceivers.SETTINGS + TOKENS.settings() + """
                eventnexus.gateway.rate=1
                eventnexus.gateway.burst=3
                eventnexus.gateway.max-streams-per-caller=1
                """);
    }

    @ArquillianResource
    URL page;

    private Rest rest;

    @BeforeEach
    void client() {
        rest = new Rest(URI.create(page + "api/"));
    }

    private Answer publish(String... headers) throws Exception {
        return rest.post("domains/it/events?type=a", Rest.JSON, "1", headers);
    }

    private void exhaust(String... headers) throws Exception {
        Answer answer = publish(headers);
        while (answer.status() == 202) {
            answer = publish(headers);
        }
        assertThat(answer.isProblem(429).header("Retry-After")).isEqualTo("1");
    }

    @Test
    @Tag("H-3.46")
    void eachSubjectAndEachAddressHasARateOfItsOwn() throws Exception {
        exhaust();
        publish("Authorization", TOKENS.of("ann")).is(202);
        exhaust("Authorization", TOKENS.of("ann"));
        publish("Authorization", TOKENS.of("bob")).is(202);
        exhaust("Authorization", TOKENS.of("127.0.0.1"));
    }

    @Test
    @Tag("H-3.46")
    @Tag("H-5.21")
    void eachSubjectAndEachAddressHasStreamsOfItsOwn() throws Exception {
        String[] stream = {"Accept", "text/event-stream"};
        URI events = rest.uri("domains/it/events");
        try (EventStream nobodys = EventStream.open(events);
                EventStream anns = EventStream.open(events, "Authorization", TOKENS.of("ann"))) {
            rest.get(events.toString(), stream).isProblem(503);
            rest.get(events.toString(), "Accept", stream[1], "Authorization", TOKENS.of("ann"))
                    .isProblem(503);
            EventStream.open(events, "Authorization", TOKENS.of("bob")).close();
            assertThat(nobodys).isNotSameAs(anns);
        }
    }
}
