package org.eventnexus.cdi.elsewhere;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import org.eventnexus.cdi.Publishes;

/** A bean with a publisher that the extension's own package cannot see. */
@ApplicationScoped
public class Elsewhere {

    private interface Upper {
        @Publishes("elsewhere")
        CompletionStage<String> publish(Object payload);

        default int add(int left, long right) {
            return left + (int) right;
        }

        default void nothing() {}
    }

    private interface Lower extends Upper {
        @Override
        default int add(int left, long right) {
            nothing();
            return 1 + Upper.super.add(left, right);
        }

        default CompletionStage<String> publishTwice(Object payload) {
            publish(payload);
            return publish(payload);
        }
    }

    @Inject
    private Lower lower;

    /** Publishes what it is given. */
    public CompletionStage<String> publish(Object payload) {
        return lower.publishTwice(payload);
    }

    /** One more than two and three. */
    public int sum() {
        return lower.add(2, 3);
    }
}
