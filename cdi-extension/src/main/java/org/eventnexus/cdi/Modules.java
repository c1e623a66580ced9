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

    /** The receivers that cannot be called yet, because their WAR is not up. */
    List<String> awaited(Stream<Receiver> receivers) {
        return receivers.filter(this::isAwaited).map(Receiver::place).toList();
    }

    private boolean isAwaited(Receiver receiver) {
        return receiver.loader() != Modules.class.getClassLoader()
                && !up.containsKey(receiver.loader())
                && isInWebModule(receiver.bean().getBeanClass());
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
        WebModule own = up.get(entry.receiver().loader());
        return own != null ? Optional.of(own) : of(entry.container());
    }

    /** The latest WAR that a container serves. */
    Optional<WebModule> of(Container container) {
        return up.values().stream()
                .filter(module -> module.container() == container)
                .reduce((earlier, later) -> later);
    }
}
