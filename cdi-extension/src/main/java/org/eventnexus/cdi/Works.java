package org.eventnexus.cdi;

import static java.lang.annotation.ElementType.PARAMETER;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.AnnotationLiteral;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Marks the parameter of a bean's method that takes items of a {@link org.eventnexus.WorkQueue}; the method is one of the
 * queue's collectors, called for several items at once, and what it returns is its result for the publisher.
 *
 * <pre>{@code
 * Path shrink(@Works(value = "images", concurrency = "2..16") @EventDomain("shop") Image image, Store store) {…}
 * }</pre>
 *
 * <p>The queue exists because an annotation or a setting names it; {@code eventnexus.work.DOMAIN.QUEUE.*} are its settings.
 * Parameters, method and contexts are as with {@link Handles}, but for {@link org.eventnexus.HandlerContext}, which cannot be
 * taken; and the method is called side by side with the domain, on the container's threads, for as many items as the load asks
 * for within {@link #concurrency}. Whatever it keeps in fields of its bean must bear that. If it returns a
 * {@link java.util.concurrent.CompletionStage}, its thread is free, but the item counts as worked on until the stage ends.
 *
 * <p><b>Setup and teardown</b> are the bean's: {@code @PostConstruct} before the first item of the application, and
 * {@code @PreDestroy} when the application ends, of an {@code @ApplicationScoped} bean; a {@code @Dependent} one is made for
 * each call. What a collector's calls share is injected.
 *
 * <p>{@link Retried} and {@link DeadLettered} say what becomes of failures. Collectors of a queue, and so an event's results,
 * are in the order of {@code @Priority}, then class name, then method signature; the result has the method's name.
 *
 * <p><b>Deployment fails</b> if two collectors of a queue have the same key.
 */
@Documented
@Retention(RUNTIME)
@Target(PARAMETER)
public @interface Works {

    /** The queue's name: 1 to 64 letters, digits, {@code _} or {@code -}. */
    String value();

    /**
     * Which events of the domain, as in {@link Subscribes#value}. If nothing is given here nor in another member that selects:
     * those of the type that the queue is named after, which is what is sent to it.
     */
    String[] select() default {};

    /** Events of one of these numeric types. At most one of the members that select may be given. */
    long[] number() default {};

    /** The lowest and the highest of a range of numeric types, such as {@code {100, 199}}, both included. */
    long[] range() default {};

    /** Bits, as in {@link org.eventnexus.EventSelector#mask}; events of numeric types that have one of them. */
    long[] mask() default {};

    /** Events whose payload is of one of these classes, which no payload is that is still encoded. */
    Class<?>[] payload() default {};

    /** By what an event is addressed to it alone, 1 to 256 characters; by default the method's name. */
    String key() default "";

    /** The topics that it is on, each of 1 to 256 characters. */
    String[] topics() default {};

    /** Items that it works on at once, such as {@code "4"} or {@code "2..16"}; by default the queue's {@code concurrency}. */
    String concurrency() default "";

    /** Whether events with the same {@link org.eventnexus.NexusEvent#key() key} are worked on one after the other. */
    boolean ordered() default false;

    /** In what time an item has to be done, waiting and all attempts included, such as {@code "30s"}; by default the queue's. */
    String deadline() default "";

    /** The annotation as a value, for extensions that configure types. Immutable. */
    final class Literal extends AnnotationLiteral<Works> implements Works {
        private static final long serialVersionUID = 1L;
        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /** The annotation with this queue, whose name is not checked here. */
        public static Literal of(String value) {
            return new Literal(value);
        }

        @Override
        public String value() {
            return value;
        }

        @Override
        public String[] select() {
            return new String[0];
        }

        @Override
        public long[] number() {
            return new long[0];
        }

        @Override
        public long[] range() {
            return new long[0];
        }

        @Override
        public long[] mask() {
            return new long[0];
        }

        @Override
        public Class<?>[] payload() {
            return new Class<?>[0];
        }

        @Override
        public String key() {
            return "";
        }

        @Override
        public String[] topics() {
            return new String[0];
        }

        @Override
        public String concurrency() {
            return "";
        }

        @Override
        public boolean ordered() {
            return false;
        }

        @Override
        public String deadline() {
            return "";
        }
    }
}
