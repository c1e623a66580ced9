package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.Annotated;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.function.Function;
import org.eventnexus.ReceiverOptions;
import org.eventnexus.RetryPolicy;

/** Reads what a receiver's method says of itself otherwise than its domain's settings. */
record OptionsReader(Problems problems) {

    ReceiverOptions read(Annotated method, String place) {
        ReceiverOptions options = ReceiverOptions.defaults().permanent();
        Retried retried = method.getAnnotation(Retried.class);
        if (retried != null) {
            options = options.retry(policy(retried, place));
        }
        DeadLettered deadLettered = method.getAnnotation(DeadLettered.class);
        if (deadLettered != null) {
            options = options.deadLetter(deadLettered.value());
        }
        return options;
    }

    /** Each value by itself, so that all that are wrong are told. */
    private RetryPolicy policy(Retried retried, String place) {
        RetryPolicy policy = RetryPolicy.NONE;
        policy = with(policy, place, before -> before.withAttempts(retried.attempts()));
        policy = with(policy, place, before -> before.withDelay(Values.duration(retried.delay())));
        return with(policy, place, before -> before.withMaxDelay(Values.duration(retried.maxDelay())));
    }

    private RetryPolicy with(RetryPolicy before, String place, Function<RetryPolicy, RetryPolicy> change) {
        try {
            return change.apply(before);
        } catch (IllegalArgumentException wrong) {
            problems.add("ENX-0115", place, "@Retried: " + wrong.getMessage(), "correct the annotation's value");
            return before;
        }
    }

    /** Where nothing takes events, nothing would come of it. */
    void checkNone(Annotated method, String place) {
        for (Class<? extends Annotation> each : List.of(Retried.class, DeadLettered.class)) {
            if (method.isAnnotationPresent(each)) {
                problems.add(
                        "ENX-0116",
                        place,
                        "it has @" + each.getSimpleName() + " and takes no events",
                        "mark the parameter that takes the event with @Handles, @Subscribes, @SubscribesAsync, @Works,"
                                + " @Filters or @Forwards, or take the annotation away");
            }
        }
    }
}
