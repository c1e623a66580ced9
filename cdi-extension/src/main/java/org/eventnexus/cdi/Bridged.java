package org.eventnexus.cdi;

import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Retention;

/** On a CDI event that came out of a domain, so that it does not go into one. */
@Qualifier
@Retention(RUNTIME)
@interface Bridged {

    /** The annotation as a value. */
    final class Literal extends AnnotationLiteral<Bridged> implements Bridged {
        static final Literal INSTANCE = new Literal();
        private static final long serialVersionUID = 1L;

        private Literal() {}
    }
}
