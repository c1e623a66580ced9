package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.AnnotatedParameter;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.eventnexus.CollectorOptions;
import org.eventnexus.Concurrency;
import org.eventnexus.EventSelector;
import org.eventnexus.HandlerContext;
import org.eventnexus.ReceiverOptions;

/** Reads what a collector's annotations say of it, and what is wrong with them. */
record CollectorReader(String place, Problems problems) {

    CollectorOptions read(AnnotatedParameter<?> parameter, Set<EventSelector> selectors, ReceiverOptions receiver) {
        Works told = parameter.getAnnotation(Works.class);
        QueueName.check(told.value(), place, problems);
        checkContext(parameter);
        CollectorOptions options = CollectorOptions.named(
                        parameter.getDeclaringCallable().getJavaMember().getName())
                .select(selectors.toArray(EventSelector[]::new))
                .receiver(receiver);
        options = told.key().isEmpty() ? options : with(options, before -> before.key(told.key()));
        options = with(options, before -> before.topics(told.topics()));
        options = told.concurrency().isEmpty()
                ? options
                : with(options, before -> before.concurrency(Concurrency.parse(told.concurrency())));
        options = told.deadline().isEmpty()
                ? options
                : with(options, before -> before.deadline(Values.duration(told.deadline())));
        return told.ordered() ? options.ordered() : options;
    }

    private void checkContext(AnnotatedParameter<?> parameter) {
        parameter.getDeclaringCallable().getParameters().stream()
                .filter(other -> other.getBaseType() == HandlerContext.class)
                .findFirst()
                .ifPresent(context -> problems.add(
                        "ENX-0177",
                        place,
                        "it is @Works and takes a HandlerContext, which emits secondary events, and the domain has gone on"
                                + " when it is called",
                        "take an EventBus and publish there, or return what is to be told"));
    }

    private CollectorOptions with(CollectorOptions before, UnaryOperator<CollectorOptions> change) {
        try {
            return change.apply(before);
        } catch (IllegalArgumentException wrong) {
            problems.add("ENX-0176", place, "@Works: " + wrong.getMessage(), "correct the annotation's value");
            return before;
        }
    }
}
