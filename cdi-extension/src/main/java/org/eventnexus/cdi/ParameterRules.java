package org.eventnexus.cdi;

import jakarta.enterprise.inject.InjectionException;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Collection;

/**
 * Whether there is a bean for each of a receiver's further parameters.
 *
 * @param manager the extension's
 */
record ParameterRules(BeanManager manager, Problems problems) {

    /**
     * Looks at those receivers of which the extension's bean manager sees what they see. What a WAR of an EAR sees, no
     * extension in the EAR's {@code lib} can say; for these {@link Wiring} reports the same when the WAR is up.
     */
    void check(Collection<Receiver> receivers) {
        receivers.stream().filter(ParameterRules::isSeen).forEach(this::check);
    }

    private static boolean isSeen(Receiver receiver) {
        return Applications.isJavaSe()
                || receiver.loader() == ParameterRules.class.getClassLoader()
                        && Modules.isInWebModule(receiver.bean().getBeanClass());
    }

    private void check(Receiver receiver) {
        try {
            Arguments.validate(receiver, manager);
        } catch (InjectionException unresolved) {
            unresolved(receiver, unresolved, problems);
        }
    }

    static void unresolved(Receiver receiver, InjectionException reason, Problems problems) {
        problems.add(
                "ENX-0110",
                receiver.place(),
                "a further parameter cannot be injected: "
                        + reason.getMessage().strip().replaceAll("\\s+", " "),
                "provide exactly one such bean, or qualify the parameter");
    }
}
