package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.tests.EventStream.Message;
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

/** Streams of several domains, and waiting for one event. */
@Tag("BX-06")
@ExtendWith(ArquillianExtension.class)
@Timeout(60)
class GatewayManyDomainsIT {
    private static final String STREAM = "stream?select=it:many.*&select=short:**&select=it:other";

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

    private void publish(String domain, String type, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            rest.post("domains/" + domain + "/events?type=" + type, Rest.JSON, Integer.toString(i))
                    .is(202);
        }
    }

    private static List<Message> read(EventStream stream, int count) throws Exception {
        List<Message> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(stream.next());
        }
        return messages;
    }

    private static String said(Message message) {
        return message.json().getString("domain") + " " + message.json().getString("type") + " "
                + message.json().getInt("data");
    }

    @Test
    @Tag("H-1.17")
    @Tag("H-5.25")
    @Tag("H-5.26")
    @Tag("H-5.27")
    void oneConnectionServesSeveralDomainsAndAnyIdResumesThem() throws Exception {
        List<Message> all;
        try (EventStream stream = EventStream.open(rest.uri(STREAM))) {
            publish("it", "many.a", 3);
            publish("it", "unwanted", 1);
            publish("short", "b", 3);
            publish("it", "other", 2);
            all = read(stream, 8);
        }
        assertThat(all)
                .extracting(GatewayManyDomainsIT::said)
                .containsExactlyInAnyOrder(
                        "it many.a 0",
                        "it many.a 1",
                        "it many.a 2",
                        "it other 0",
                        "it other 1",
                        "short b 0",
                        "short b 1",
                        "short b 2");
        for (int i = 0; i < all.size(); i++) {
            List<String> rest = all.subList(i + 1, all.size()).stream()
                    .map(GatewayManyDomainsIT::said)
                    .toList();
            try (EventStream resumed =
                    EventStream.resume(this.rest.uri(STREAM), all.get(i).id())) {
                assertThat(read(resumed, rest.size()))
                        .extracting(GatewayManyDomainsIT::said)
                        .containsExactlyInAnyOrderElementsOf(rest);
            }
        }
    }

    @Test
    @Tag("H-5.15")
    void aGapNamesItsDomain() throws Exception {
        String id;
        try (EventStream stream = EventStream.open(rest.uri(STREAM))) {
            publish("short", "b", 1);
            id = stream.next().id();
        }
        publish("short", "b", 20);
        try (EventStream resumed = EventStream.resume(rest.uri(STREAM), id)) {
            Message gap = resumed.next();
            assertThat(gap.name()).isEqualTo("gap");
            assertThat(gap.json().getString("domain")).isEqualTo("short");
            assertThat(gap.json().getString("oldest")).isNotEmpty();
            assertThat(read(resumed, 10)).extracting(Message::name).containsOnly("message");
        }
    }

    @Test
    @Tag("H-5.28")
    void whatIsNotThereOrNotReadable() throws Exception {
        String[] accept = {"Accept", "text/event-stream"};
        rest.get("stream?select=it:**&select=hidden:**", accept).isProblem(404);
        rest.get("stream?select=it:**&select=nonexistent:**", accept).isProblem(404);
        rest.get("stream?select=full:**", accept).isProblem(401);
        rest.get("stream?select=it", accept).isProblem(400);
        rest.get("stream", accept).isProblem(400);
        rest.get("stream?select=it:a*", accept).isProblem(400);
        rest.get("stream?select=it:**&after=nonsense", accept).isProblem(400);
    }

    @Test
    @Tag("H-4.01")
    @Tag("H-4.03")
    void theNextEventIsTheAnswerToWhoWaits() throws Exception {
        CompletableFuture<Answer> waiting =
                rest.getLater("domains/it/events/next?type=next.*&subject=s&source=/n", "Prefer", "wait=20");
        String event = "{\"specversion\":\"1.0\",\"type\":\"next.a\",\"source\":\"/n\",\"subject\":\"%s\",\"data\":%d}";
        for (int i = 0; !waiting.isDone(); i++) {
            rest.post("domains/it/events", Rest.CLOUD_EVENT, event.formatted("other", i))
                    .is(202);
            rest.post("domains/it/events", Rest.CLOUD_EVENT, event.formatted("s", i))
                    .is(202);
        }
        Answer answer = waiting.join().is(200);
        assertThat(answer.contentType()).startsWith(Rest.CLOUD_EVENT);
        assertThat(answer.header("Preference-Applied")).isEqualTo("wait=20");
        assertThat(answer.object().getString("subject")).isEqualTo("s");
    }

    @Test
    @Tag("H-4.02")
    void whenNoneComesInTimeThereIsNone() throws Exception {
        Answer answer = rest.get("domains/it/events/next?type=never", "Prefer", "wait=0.3")
                .is(204);
        assertThat(answer.body()).isEmpty();
        rest.get("domains/it/events/next?type=a*").isProblem(400);
        rest.get("domains/hidden/events/next").isProblem(404);
        rest.get("domains/full/events/next").isProblem(401);
    }
}
