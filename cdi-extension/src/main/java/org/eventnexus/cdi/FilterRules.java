package org.eventnexus.cdi;

import java.lang.reflect.Method;
import java.util.concurrent.CompletionStage;
import org.eventnexus.Filter;

/** What a method that filters events must be like. */
final class FilterRules {
    private FilterRules() {}

    /** A filter that could not take each event would fail on the others. */
    static void checkParameter(EventParameter event, String place, Problems problems) {
        if (event.payload() != Object.class) {
            problems.add(
                    "ENX-0127",
                    place,
                    "it filters every event of its domain, and its parameter takes only payloads of class "
                            + event.payload().getName(),
                    "take NexusEvent<?>, and ask it for its type or for payload(Class)");
        }
    }

    static void checkResult(Method method, String place, Problems problems) {
        Class<?> type = method.getReturnType();
        if (type != Filter.Verdict.class && !CompletionStage.class.isAssignableFrom(type)) {
            problems.add(
                    "ENX-0128",
                    place,
                    "it filters events and returns " + type.getSimpleName(),
                    "return Filter.Verdict, that is PASS or CONSUMED, or a CompletionStage of it");
        }
    }
}
