package org.eventnexus.tests;

import javax.naming.InitialContext;
import javax.naming.NamingException;

/** What is around the calling thread. In an EAR's lib. */
public record Whereabouts(String receiver, String module, boolean ownLoader, boolean ownBeans) {

    /** @param ownBeans what CDI.current() says to the receiver itself: some servers answer by who asks */
    public static Whereabouts of(Class<?> receiver, boolean ownBeans) throws NamingException {
        return new Whereabouts(
                receiver.getSimpleName(),
                (String) new InitialContext().lookup("java:module/ModuleName"),
                Thread.currentThread().getContextClassLoader() == receiver.getClassLoader(),
                ownBeans);
    }
}
