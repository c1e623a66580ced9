package org.eventnexus.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventDraft;
import org.eventnexus.EventSelector;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.SubscriptionOptions;
import org.eventnexus.domain.DomainEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording has of a domain. */
@Tag("BX-09")
class FlightRecorderTest {
    private final DomainEngine engine = DomainEngine.builder()
            .executor(Runnable::run)
            .scheduler((task, delay) -> () -> {})
            .errorHandler((event, receiver, error) -> {})
            .build();
    private final Nexus shop = engine.create(DomainConfig.of("shop"));

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        engine.close();
    }

    private List<RecordedEvent> recorded(Runnable what, String... enabled) throws IOException {
        Path file = folder.resolve("recording.jfr");
        try (Recording recording = new Recording()) {
            for (String name : enabled) {
                recording.enable("org.eventnexus." + name);
            }
            recording.start();
            what.run();
            recording.stop();
            recording.dump(file);
        }
        try {
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().startsWith("org.eventnexus."))
                    .toList();
        } finally {
            Files.delete(file);
        }
    }

    private static List<String> told(List<RecordedEvent> events, String name, String... fields) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("org.eventnexus." + name))
                .map(event -> String.join(
                        " ", List.of(fields).stream().map(event::getString).toList()))
                .toList();
    }

    @Test
    void publishingAndHandling() throws Exception {
        engine.start();
        shop.handle("first", (event, context) -> context.emit("second", 1));
        shop.handle("second", (event, context) -> {
            throw new IllegalStateException("asked to fail");
        });
        shop.bus()
                .subscribe(
                        List.of(EventSelector.parse("first")),
                        SubscriptionOptions.defaults().named("mail").async(),
                        event -> {});
        List<RecordedEvent> events = recorded(
                () -> {
                    shop.bus().publish("first", 1);
                    shop.bus().publishAll(List.of(EventDraft.of("third", 1), EventDraft.of("fourth", 1)));
                },
                "Publish",
                "Handle");
        String position =
                shop.log().orElseThrow().read(1).position().orElseThrow().toString();
        assertThat(told(events, "Publish", "domain", "type"))
                .containsExactlyInAnyOrder("shop first", "shop second", "shop third", "shop fourth");
        assertThat(told(events, "Publish", "type", "position")).contains("first " + position);
        assertThat(told(events, "Handle", "domain", "type", "receiver"))
                .contains("shop first first", "shop second second", "shop first mail");
        assertThat(told(events, "Handle", "position")).contains(position);
        assertThat(events).allMatch(event -> !event.getDuration().isNegative());
    }

    @Test
    void streams() throws Exception {
        engine.start();
        List<RecordedEvent> events = recorded(
                () -> {
                    shop.bus().<Object>stream(EventSelector.parse("order.**"))
                            .subscribe(new Flow.Subscriber<NexusEvent<Object>>() {
                                private Flow.Subscription subscription;

                                @Override
                                public void onSubscribe(Flow.Subscription given) {
                                    subscription = given;
                                    given.request(1);
                                }

                                @Override
                                public void onNext(NexusEvent<Object> event) {
                                    subscription.cancel();
                                }

                                @Override
                                public void onError(Throwable error) {
                                    throw new AssertionError(error);
                                }

                                @Override
                                public void onComplete() {
                                    // it is cancelled
                                }
                            });
                    shop.bus().publish("order.placed", 1);
                    shop.stop(Duration.ofSeconds(1));
                },
                "Stream");
        assertThat(told(events, "Stream", "domain", "type")).containsExactly("shop order.**");
        assertThat(events.get(0).getString("position")).isNotEmpty();
        assertThat(events.get(0).getBoolean("tooSlow")).isFalse();
    }

    /** There may be millions a second, and whoever records something else does not expect them. */
    @Test
    void eventsAreRecordedOnlyForThoseWhoAsk() throws Exception {
        engine.start();
        shop.handle("first", (event, context) -> "ok");
        assertThat(recorded(() -> {
                    shop.bus().publish("first", 1);
                    assertThat(FlightRecorder.publishing()).isNull();
                    assertThat(FlightRecorder.handling()).isNull();
                }))
                .isEmpty();
    }
}
