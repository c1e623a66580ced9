package org.eventnexus.gateway;

import java.time.Duration;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.EventLog;
import org.eventnexus.Nexus;
import org.eventnexus.NexusEvent;
import org.eventnexus.domain.DomainEngine;

/** A real domain without threads: publishing handles the event before it returns. */
public final class Domain implements AutoCloseable {
    private final DomainEngine engine;
    public final Nexus nexus;

    public Domain(String name, int retention) {
        engine = DomainEngine.builder()
                .executor(Runnable::run)
                .scheduler((task, delay) -> () -> {})
                .errorHandler((event, receiver, error) -> {})
                .build();
        nexus = engine.create(DomainConfig.of(name).withRetention(retention).withDrainTimeout(Duration.ofMillis(1)));
        nexus.start();
    }

    public EventBus bus() {
        return nexus.bus();
    }

    public EventLog log() {
        return nexus.log().orElseThrow();
    }

    public NexusEvent<?> publish(EventDraft<?> draft) {
        return bus().publish(draft).event();
    }

    /** Publishes events of a type, their numbers as payloads. */
    public void publish(String type, int count) {
        for (int i = 0; i < count; i++) {
            publish(EventDraft.of(type, i));
        }
    }

    @Override
    public void close() {
        engine.close();
    }
}
