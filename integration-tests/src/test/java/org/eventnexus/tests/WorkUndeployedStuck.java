package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Retried;
import org.eventnexus.cdi.Works;

/** Never comes to an end with an item: every third waits for another attempt, the others are worked on or wait for that. */
@ApplicationScoped
@EventDomain("left")
class WorkUndeployedStuck {

    @Retried(attempts = 2, delay = "1m", maxDelay = "1m")
    CompletionStage<Object> stuck(@Works(value = "loads", concurrency = "2") int number) {
        if (number % 3 == 0) {
            throw new IllegalStateException("not yet");
        }
        return new CompletableFuture<>();
    }
}
