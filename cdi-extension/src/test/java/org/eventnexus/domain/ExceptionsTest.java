package org.eventnexus.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.eventnexus.BadCallException;
import org.eventnexus.DomainConfig;
import org.eventnexus.EventNexusException;
import org.eventnexus.EventSelector;
import org.eventnexus.InvalidLoopStateException;
import org.eventnexus.LoopAlreadyStartedException;
import org.eventnexus.LoopStoppedException;
import org.eventnexus.MisconfiguredReceiverException;
import org.eventnexus.MisconfiguredSourceException;
import org.eventnexus.MultipleStartException;
import org.eventnexus.Nexus;
import org.eventnexus.NoMoreEventsException;
import org.eventnexus.Publication;
import org.eventnexus.UnhandledEventException;
import org.eventnexus.UnhandledPolicy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each exception at the moment at which it is thrown; those of sources where the sources are tested. */
@Tag("AN-14")
class ExceptionsTest {
    private final HandEngine hand = new HandEngine();
    private final Nexus nexus = hand.create(DomainConfig.of("d").withUnhandled(UnhandledPolicy.ERROR));

    @Test
    void aDomainIsStartedOnce() {
        nexus.start();
        assertThat(nexus.state()).isEqualTo(Nexus.State.STARTING);
        assertThatThrownBy(nexus::start)
                .isInstanceOf(LoopAlreadyStartedException.class)
                .hasMessage("ENX-0011 the domain 'd' is STARTING and cannot be started");
        hand.run();
        assertThat(nexus.state()).isEqualTo(Nexus.State.LOOPING);
        assertThatThrownBy(nexus::start)
                .isInstanceOf(LoopAlreadyStartedException.class)
                .hasMessage("ENX-0011 the domain 'd' is LOOPING and cannot be started");
        assertThat(nexus.state()).as("nothing has changed").isEqualTo(Nexus.State.LOOPING);
    }

    @Test
    void aStoppedDomainIsNotStartedAgain() {
        nexus.close();
        assertThatThrownBy(nexus::start)
                .isInstanceOf(LoopStoppedException.class)
                .hasMessage("ENX-0011 the domain 'd' is STOPPED and cannot be started");
        assertThat(nexus.state()).isEqualTo(Nexus.State.STOPPED);
    }

    @Test
    void twoHandlersThatClashAreAMisconfiguredReceiver() {
        nexus.handle("a", (event, context) -> 1);
        nexus.handle(EventSelector.range(1, 5), "low", (event, context) -> 1);
        assertThatThrownBy(() -> nexus.handle("a", (event, context) -> 2))
                .isInstanceOf(MisconfiguredReceiverException.class);
        assertThatThrownBy(() -> nexus.handle(EventSelector.range(5, 9), "high", (event, context) -> 2))
                .isInstanceOf(MisconfiguredReceiverException.class)
                .hasMessageContaining("'low' and 'high'");
        assertThat(nexus.handlers()).as("nothing has changed").containsExactly("a", "low");
    }

    @Test
    void waitingInAReceiverForItsOwnEventIsAnInvalidLoopState() {
        nexus.start();
        nexus.handle("a", (event, context) -> nexus.bus().publish("b", null).await(Duration.ofSeconds(1)));
        nexus.handle("b", (event, context) -> 1);
        Publication publication = nexus.bus().publish("a", null);
        hand.run();
        assertThat(publication.poll().orElseThrow().results().get(0).error())
                .isExactlyInstanceOf(InvalidLoopStateException.class);
    }

    @Test
    void anEventThatNobodyTakesIsUnhandled() {
        nexus.start();
        Publication publication = nexus.bus().publish("a", null);
        hand.run();
        assertThatThrownBy(() -> publication.results().toCompletableFuture().join())
                .hasCauseExactlyInstanceOf(UnhandledEventException.class);
    }

    @Test
    void theyAreOfAFamily() {
        assertThat(List.of(
                        InvalidLoopStateException.class,
                        LoopAlreadyStartedException.class,
                        LoopStoppedException.class,
                        MisconfiguredReceiverException.class,
                        MisconfiguredSourceException.class))
                .allMatch(BadCallException.class::isAssignableFrom);
        assertThat(List.of(
                        BadCallException.class,
                        MultipleStartException.class,
                        NoMoreEventsException.class,
                        UnhandledEventException.class))
                .allMatch(type -> type.getSuperclass() == EventNexusException.class);
        assertThat(EventNexusException.class.getSuperclass()).isEqualTo(RuntimeException.class);
    }
}
