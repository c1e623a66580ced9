package org.eventnexus.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.eventnexus.CollectorOptions;
import org.eventnexus.EventDraft;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Work;
import org.eventnexus.RetryPolicy;
import org.eventnexus.WorkQueueConfig;
import org.eventnexus.gateway.Domain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OutcomeWriterTest {
    private final OutcomeWriter writer = new OutcomeWriter(new JsonBinding());
    private final Domain domain = new Domain("d", 10);

    @AfterEach
    void close() {
        domain.close();
    }

    private Publication publish(String type) {
        return domain.bus().publish(EventDraft.of(type, "p").id(type).source("/s"));
    }

    private String head(Publication publication, String status) {
        return "{\"id\":\"" + publication.event().id() + "\",\"position\":\""
                + publication.event().position().orElseThrow() + "\",\"status\":\"" + status + "\"";
    }

    private static final String UNTIMED = ",\"totalNanos\":0,\"serviceNanos\":0,\"results\":[";

    @Test
    void acceptedHasNoResults() {
        Publication publication = publish("a");
        assertThat(writer.accepted(publication)).isEqualTo(head(publication, "accepted") + "}");
    }

    @Test
    void aResultHasItsHandlersName() {
        domain.nexus.handle("a", (event, context) -> event.payload());
        Publication publication = publish("a");
        assertThat(writer.outcome(publication))
                .isEqualTo(
                        head(publication, "completed") + UNTIMED + "{\"handler\":\"a\",\"ok\":true,\"value\":\"p\"}]}");
    }

    @Test
    void aFailureSaysNothingOfTheServer() {
        domain.nexus.handle("a", (event, context) -> {
            throw new IllegalStateException("asked to fail");
        });
        Publication publication = publish("a");
        assertThat(writer.outcome(publication))
                .isEqualTo(head(publication, "failed") + UNTIMED
                        + "{\"handler\":\"a\",\"ok\":false,\"error\":{\"type\":\"IllegalStateException\","
                        + "\"message\":\"asked to fail\"}}]}");
    }

    @Test
    @Tag("EC-05")
    void aWorkersResultSaysWhatItTook() {
        domain.nexus
                .workQueue("w", WorkQueueConfig.defaults())
                .work(CollectorOptions.named("c").retry(RetryPolicy.of(2)), (event, context) -> event.payload());
        Publication publication = publish("w");
        Awaitility.await().until(publication::isDone);
        Work work = publication.poll().orElseThrow().results().get(0).work();
        assertThat(work.attempts()).isEqualTo(1);
        assertThat(writer.outcome(publication))
                .isEqualTo(head(publication, "completed") + UNTIMED
                        + "{\"handler\":\"c\",\"ok\":true,\"value\":\"p\",\"attempts\":1,\"waitNanos\":"
                        + work.waitNanos() + ",\"serviceNanos\":" + work.serviceNanos() + "}]}");
    }

    @Test
    void aValueWithoutAFormInJsonIsNamed() {
        domain.nexus.handle("a", (event, context) -> Double.NaN);
        assertThat(writer.outcome(publish("a"))).contains("\"ok\":true,\"value\":null,\"unencodable\":\"Double\"");
    }

    @Test
    void bytesAreInBase64AsTheyCame() {
        domain.nexus.handle("a", (event, context) -> new byte[] {'h', 'i'});
        assertThat(writer.outcome(publish("a"))).contains("\"ok\":true,\"value\":\"aGk=\"");
    }

    @Test
    void nobodyTookIt() {
        Publication publication = publish("a");
        assertThat(writer.outcome(publication)).isEqualTo(head(publication, "unhandled") + UNTIMED + "]}");
    }

    @Test
    void itIsNotOver() {
        domain.nexus.handle("a", (event, context) -> new CompletableFuture<>());
        Publication publication = publish("a");
        assertThat(writer.outcome(publication)).isEqualTo(head(publication, "pending") + UNTIMED + "]}");
        assertThat(writer.pending(publication)).isEqualTo(head(publication, "pending") + "}");
    }

    @Test
    void aDuplicateSaysSo() {
        Publication first = publish("a");
        Publication second = publish("a");
        assertThat(writer.accepted(second)).isEqualTo(head(first, "accepted") + ",\"duplicate\":true}");
    }
}
