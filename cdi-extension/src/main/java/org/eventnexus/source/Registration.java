package org.eventnexus.source;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
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
        if (error == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(error);
        }
    }
}
