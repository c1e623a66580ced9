package org.eventnexus.cdi;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An interface whose methods publish.
 *
 * @param face the interface
 * @param types what it is injected as
 * @param domain of those methods that name none
 * @param methods what they publish
 */
record PublisherInterface(Class<?> face, Set<Type> types, String domain, Map<Method, PublisherMethod> methods) {
    PublisherInterface {
        types = Set.copyOf(types);
        methods = Map.copyOf(methods);
    }

    /** Those that its methods publish in; they may be malformed. */
    Set<String> domains() {
        return methods.values().stream().map(PublisherMethod::domain).collect(Collectors.toSet());
    }
}
