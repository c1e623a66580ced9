package org.eventnexus.cdi;

import java.lang.reflect.Method;
import org.eventnexus.BoundaryConfig;
import org.eventnexus.Filter;
import org.eventnexus.Publication;

/** What a method that forwards events must be like. */
record BoundaryRules(String place, Problems problems) {

    void check(Forwards forwards, String from, Method method) {
        checkTarget(from, forwards.to(), "name another one in @Forwards(to = …)");
        checkResult(method.getReturnType());
        checkValue(() -> BoundaryConfig.requireCapacity(forwards.capacity()));
        checkValue(() -> BoundaryConfig.requireOverflow(forwards.overflow()));
    }

    /** Also of settings. */
    void checkTarget(String from, String to, String mend) {
        if (!DomainNames.isWellFormed(to)) {
            problems.add(
                    "ENX-0138",
                    place,
                    "it forwards events into a domain that cannot be called '" + to + "'",
                    mend + "; a domain's name has 1 to 64 letters, digits, '_' or '-'");
        } else if (to.equals(from)) {
            problems.add("ENX-0139", place, "it forwards events of the domain '" + from + "' into this domain", mend);
        }
    }

    private void checkResult(Class<?> type) {
        boolean says = type != void.class
                && type != Void.class
                && type != boolean.class
                && type != Boolean.class
                && type != Filter.Verdict.class
                && type != Publication.class;
        if (!says) {
            problems.add(
                    "ENX-0141",
                    place,
                    "it forwards events and returns " + type.getSimpleName(),
                    "return what is forwarded, or null for nothing: an EventDraft, the event itself, or another payload");
        }
    }

    private void checkValue(Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException wrong) {
            problems.add("ENX-0142", place, "@Forwards: " + wrong.getMessage(), "correct the annotation's value");
        }
    }
}
