package org.eventnexus.cdi;

import java.security.CodeSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The application's WARs that are up. There are none in Java SE. */
final class Modules {
    private final Map<ClassLoader, WebModule> up = new LinkedHashMap<>();

    void add(WebModule module) {
        up.put(module.loader(), module);
    }

    /** The receivers and sources that cannot be called yet, because their WAR is not up. */
    List<String> awaited(Stream<? extends Located> found) {
        return found.filter(this::isAwaited).map(Located::place).toList();
    }

    private boolean isAwaited(Located found) {
        return found.loader() != Modules.class.getClassLoader()
                && !up.containsKey(found.loader())
                && isInWebModule(found.bean().getBeanClass());
    }

    /** Whether a class is a WAR's: no listener ever tells of other modules, such as EJB jars. */
    private static boolean isInWebModule(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null
                || source.getLocation() == null
                || source.getLocation().toString().contains("/WEB-INF/");
    }

    /** The WAR that a receiver is called in: its own, else the latest one that its container serves. */
    Optional<WebModule> of(Roster.Entry entry) {
        return of(entry.receiver(), entry.container());
    }

    Optional<WebModule> of(Located found, Container container) {
        WebModule own = up.get(found.loader());
        return own != null ? Optional.of(own) : of(container);
    }

    /** The latest WAR that a container serves. */
    Optional<WebModule> of(Container container) {
        return up.values().stream()
                .filter(module -> module.container() == container)
                .reduce((earlier, later) -> later);
    }
}
