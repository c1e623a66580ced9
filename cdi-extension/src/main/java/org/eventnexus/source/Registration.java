package org.eventnexus.source;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.Happening;
import org.eventnexus.SourceRegistration;

/** A source's place in a domain; ends once. */
abstract class Registration implements SourceRegistration {
    private final String name;
    private final DomainSources domain;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean active = true;

    Registration(String name, DomainSources domain) {
        this.name = name;
        this.domain = domain;
    }

    /** The domain takes events. */
    abstract void start();

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isActive() {
        return active;
    }

    @Override
    public CompletionStage<Void> ended() {
        return ended.minimalCompletionStage();
    }

    Inlet inlet() {
        return domain.inlet();
    }

    /** Nothing more comes from here. */
    void deactivate() {
        active = false;
        domain.remove(this);
    }

    /** Tells of the end, when everything has been closed. */
    void tellEnded(Throwable error) {
        boolean first = error == null ? ended.complete(null) : ended.completeExceptionally(error);
        if (first) {
            String of = inlet().name();
            inlet().tell(() -> error == null
                    ? new Happening.SourceEnded(of, name)
                    : new Happening.SourceGivenUp(of, name, Happening.Cause.of(error)));
        }
    }

    /** It has been started. */
    void tellStarted() {
        inlet().tell(() -> new Happening.SourceStarted(inlet().name(), name));
    }

    /** It has failed and is tried again. */
    void tellFailed(Throwable error, Duration delay) {
        inlet().tell(() -> new Happening.SourceFailed(inlet().name(), name, delay, Happening.Cause.of(error)));
    }
}
