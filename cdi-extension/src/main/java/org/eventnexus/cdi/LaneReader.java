package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.AnnotatedParameter;
import java.util.function.UnaryOperator;
import org.eventnexus.HandlerContext;
import org.eventnexus.SubscriptionOptions;

/** Reads what a receiver says of its lane, and what is wrong with it. */
record LaneReader(String place, Problems problems) {

    SubscriptionOptions read(AnnotatedParameter<?> parameter) {
        parameter.getDeclaringCallable().getParameters().stream()
                .filter(other -> other.getBaseType() == HandlerContext.class)
                .findFirst()
                .ifPresent(context -> problems.add(
                        "ENX-0145",
                        place,
                        "it is @SubscribesAsync and takes a HandlerContext, which emits secondary events, and the event may"
                                + " have ended when it is called",
                        "take an EventBus and publish there, or make it a @Subscribes"));
        SubscribesAsync told = parameter.getAnnotation(SubscribesAsync.class);
        SubscriptionOptions options = SubscriptionOptions.defaults().async();
        options = with(options, before -> before.maxConcurrent(told.maxConcurrent()));
        if (told.laneCapacity() != 0) {
            options = with(options, before -> before.laneCapacity(told.laneCapacity()));
        }
        return told.laneFull().length == 0 ? options : with(options, before -> whenFull(before, told));
    }

    private static SubscriptionOptions whenFull(SubscriptionOptions before, SubscribesAsync told) {
        if (told.laneFull().length > 1) {
            throw new IllegalArgumentException("lane-full has " + told.laneFull().length + " values, not one");
        }
        return before.whenLaneFull(told.laneFull()[0]);
    }

    private SubscriptionOptions with(SubscriptionOptions before, UnaryOperator<SubscriptionOptions> change) {
        try {
            return change.apply(before);
        } catch (IllegalArgumentException wrong) {
            problems.add(
                    "ENX-0146", place, "@SubscribesAsync: " + wrong.getMessage(), "correct the annotation's value");
            return before;
        }
    }
}
