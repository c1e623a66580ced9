package org.eventnexus.cdi;

import jakarta.enterprise.inject.Default;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventBus;
import org.eventnexus.Nexus;

/** The domains that annotations make exist. */
final class DomainNames {
    private final Set<String> names = new LinkedHashSet<>();
    private final Problems problems;

    DomainNames(Problems problems) {
        this.problems = problems;
    }

    /** Takes the name that a receiver gives; its form has been looked at. */
    void add(String name) {
        names.add(name);
    }

    /**
     * Takes the name of the domain that is injected, if one is.
     *
     * @return whether one is
     */
    boolean addInjected(Type type, Collection<Annotation> qualifiers, String place) {
        Optional<String> name = isDomain(type) ? of(qualifiers) : Optional.empty();
        name.ifPresent(injected -> {
            check(injected, place, problems);
            names.add(injected);
        });
        return name.isPresent();
    }

    Set<String> all() {
        return Collections.unmodifiableSet(names);
    }

    /** A {@code Nexus} or an {@code EventBus}, or an {@code Instance} or {@code Provider} of one. */
    private static boolean isDomain(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic.getActualTypeArguments().length == 1 && isDomain(generic.getActualTypeArguments()[0]);
        }
        return type == Nexus.class || type == EventBus.class;
    }

    private static Optional<String> of(Collection<Annotation> qualifiers) {
        for (Annotation qualifier : qualifiers) {
            if (qualifier instanceof EventDomain domain) {
                return Optional.of(domain.value());
            }
        }
        boolean unqualified = qualifiers.isEmpty() || qualifiers.contains(Default.Literal.INSTANCE);
        return unqualified ? Optional.of(DomainConfig.DEFAULT_DOMAIN) : Optional.empty();
    }

    /** Reports a name of a wrong form. */
    static void check(String name, String place, Problems problems) {
        try {
            DomainConfig.requireName(name);
        } catch (IllegalArgumentException malformed) {
            problems.add("ENX-0106", place, malformed.getMessage(), "choose another name in @EventDomain");
        }
    }

    static boolean isWellFormed(String name) {
        try {
            DomainConfig.requireName(name);
            return true;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
