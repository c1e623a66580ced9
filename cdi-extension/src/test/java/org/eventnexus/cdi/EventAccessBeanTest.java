package org.eventnexus.cdi;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Specializes;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.eventnexus.EventAccess;
import org.eventnexus.NexusEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The bean that decides who may read events: found wherever it is, one for the application, told of where it cannot be. */
@Tag("BX-12")
class EventAccessBeanTest {
    private static final AtomicInteger DESTROYED = new AtomicInteger();

    @ApplicationScoped
    static class Rules {
        boolean isOpen(String name) {
            return name.equals("ann");
        }
    }

    @ApplicationScoped
    static class OwnEvents implements EventAccess {
        @Inject
        Rules rules;

        @Override
        public boolean mayRead(Reader reader, NexusEvent<?> event) {
            return reader.name().map(rules::isOpen).orElse(false);
        }
    }

    @Dependent
    static class ForAll implements EventAccess {
        @Override
        public boolean mayRead(Reader reader, NexusEvent<?> event) {
            return true;
        }

        @PreDestroy
        void destroy() {
            DESTROYED.incrementAndGet();
        }
    }

    @ApplicationScoped
    static class Producer {
        @Produces
        EventAccess forNobody() {
            return (reader, event) -> false;
        }
    }

    @RequestScoped
    static class OfARequest extends ForAll {}

    @Specializes
    @ApplicationScoped
    static class OtherOwnEvents extends OwnEvents {
        @Override
        public boolean mayRead(Reader reader, NexusEvent<?> event) {
            return reader.roles().contains("auditor");
        }
    }

    @Alternative
    @ApplicationScoped
    static class NotChosen extends ForAll {}

    private static EventAccess access(Started started) {
        return started.container()
                .select(ApplicationAccess.class)
                .get()
                .eventAccess()
                .orElseThrow();
    }

    private static boolean mayRead(EventAccess access, String name, String... roles) {
        return access.mayRead(new EventAccess.Reader(Optional.ofNullable(name), Set.of(roles)), null);
    }

    @Test
    void isFoundWithWhatIsInjected() {
        try (Started started = Started.with(OwnEvents.class, Rules.class, NotChosen.class)) {
            assertThat(mayRead(access(started), "ann")).isTrue();
            assertThat(mayRead(access(started), "bob")).isFalse();
            assertThat(mayRead(access(started), null)).isFalse();
        }
    }

    @Test
    void nobodyIsAskedWhereThereIsNone() {
        try (Started started = Started.with(Rules.class)) {
            assertThat(started.container().select(ApplicationAccess.class).get().eventAccess())
                    .isEmpty();
        }
    }

    @Test
    void aDependentOneIsOneInstanceAndDestroyedAtTheEnd() {
        DESTROYED.set(0);
        try (Started started = Started.with(ForAll.class)) {
            assertThat(mayRead(access(started), null)).isTrue();
            assertThat(mayRead(access(started), null)).isTrue();
            assertThat(DESTROYED).hasValue(0);
        }
        assertThat(DESTROYED).hasValue(1);
    }

    @Test
    void mayBeProducedOrSpecialized() {
        try (Started started = Started.with(Producer.class)) {
            assertThat(mayRead(access(started), "ann")).isFalse();
        }
        try (Started started = Started.with(OwnEvents.class, OtherOwnEvents.class, Rules.class)) {
            assertThat(mayRead(access(started), "ann")).isFalse();
            assertThat(mayRead(access(started), "ann", "auditor")).isTrue();
        }
    }

    @Test
    void twoAreAMistake() {
        assertThat(DeploymentFailure.lines(OwnEvents.class, Rules.class, ForAll.class, Producer.class))
                .filteredOn(line -> line.contains("ENX-0233"))
                .hasSize(2)
                .allMatch(line -> line.contains("and so does " + getClass().getName() + '$')
                        && line.contains("keep one EventAccess in the application"));
    }

    @Test
    void aScopeThatStreamsDoNotHaveIsAMistake() {
        assertThat(DeploymentFailure.lines(OfARequest.class))
                .filteredOn(line -> line.contains("ENX-0234"))
                .singleElement()
                .asString()
                .contains("OfARequest: it is an EventAccess and @RequestScoped");
    }
}
