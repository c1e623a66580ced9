package org.eventnexus.cdi;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.InjectionException;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.DefinitionException;
import java.util.Collection;
import java.util.Set;

/**
 * Whether there is a bean for each of a receiver's further parameters.
 *
 * @param manager the extension's
 */
record ParameterRules(BeanManager manager, Problems problems) {

    /**
     * Looks at those receivers whose beans the extension's bean manager sees. What a WAR of an EAR sees, no extension in
     * the EAR's {@code lib} can say; for these {@link Wiring} reports the same when the WAR is up.
     */
    void check(Collection<Receiver> receivers) {
        Set<Bean<?>> seen = manager.getBeans(Object.class, Any.Literal.INSTANCE);
        receivers.stream().filter(receiver -> seen.contains(receiver.bean())).forEach(this::check);
    }

    private void check(Receiver receiver) {
        try {
            Arguments.validate(receiver, manager);
        } catch (InjectionException | DefinitionException unresolved) {
            unresolved(receiver, unresolved, problems);
        }
    }

    static void unresolved(Receiver receiver, RuntimeException reason, Problems problems) {
        problems.add(
                "ENX-0110",
                receiver.place(),
                "a further parameter cannot be injected: "
                        + reason.getMessage().strip().replaceAll("\\s+", " "),
                "provide exactly one such bean, qualify the parameter, or take what is needed from the event");
    }
}
