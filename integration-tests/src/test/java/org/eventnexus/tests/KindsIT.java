package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eventnexus.EventBus;
import org.eventnexus.Publication;
import org.eventnexus.Publication.Result;
import org.eventnexus.cdi.EventDomain;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Receivers of all kinds of beans and methods: how long instances live, and which methods are called. */
@Tag("R9")
@Tag("BX-02")
@ExtendWith(ArquillianExtension.class)
class KindsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Deployment
    static WebArchive war() {
        return Deployments.war("kinds.war", KindsIT.class, Kinds.class).addClasses(Kinds.class.getDeclaredClasses());
    }

    @Inject
    @EventDomain(Kinds.DOMAIN)
    EventBus bus;

    @Inject
    Kinds.Journal journal;

    /** The publisher's, of the request that this test runs in. */
    @Inject
    Kinds.Basket basket;

    @BeforeEach
    void startAfresh() {
        journal.take();
    }

    private Result result(String type, Object payload) throws Exception {
        return bus.publish(type, payload).await(PATIENCE).results().get(0);
    }

    @Test
    void eachEventHasARequestOfItsOwnWhichEndsWithTheCall() throws Exception {
        basket.add();
        for (int i = 0; i < 3; i++) {
            assertThat(result("request", null)).isEqualTo(new Result("request", 1 + 2, null));
            assertThat(journal.take()).containsExactlyInAnyOrder("request gone", "basket of 2 gone");
        }
        assertThat(basket.add()).isEqualTo(2);
    }

    @Test
    void aRequestDoesNotLastUntilTheReturnedStageCompletes() throws Exception {
        var gate = new CompletableFuture<Object>();
        Publication publication = bus.publish("request.staged", gate);
        assertThat(List.of(journal.await(PATIENCE), journal.await(PATIENCE)))
                .containsExactlyInAnyOrder("request gone", "basket of 1 gone");
        CompletableFuture.runAsync(() -> gate.complete("opened")); // on a thread without a request
        assertThat(publication.await(PATIENCE).results().get(0).error()).isInstanceOf(ContextNotActiveException.class);
    }

    @Test
    void whatIsDependentLivesForOneCall() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertThat(result("call", null)).isEqualTo(new Result("call", 1, null));
            assertThat(journal.take()).containsExactlyInAnyOrder("receiver gone", "tool gone");
        }
    }

    @Test
    void whatIsDependentLivesUntilTheReturnedStageCompletes() throws Exception {
        var gate = new CompletableFuture<Object>();
        Publication publication = bus.publish("call.staged", gate);
        assertThat(journal.take()).isEmpty();
        gate.complete("opened");
        assertThat(publication.await(PATIENCE).results().get(0).value()).isEqualTo("opened");
        assertThat(journal.take()).containsExactlyInAnyOrder("receiver gone", "tool gone");
    }

    @Test
    void methodsOfAnyKindReceive() throws Exception {
        assertThat(result("private", 7)).isEqualTo(new Result("ofPrivate", "private state", null));
        assertThat(result("package", 7)).isEqualTo(new Result("ofPackage", "package state", null));
        assertThat(result("protected", 7)).isEqualTo(new Result("ofProtected", "protected state", null));
        assertThat(result("public", 7)).isEqualTo(new Result("ofPublic", "public state", null));
        assertThat(result("static", 7)).isEqualTo(new Result("ofStatic", "static", null));
        assertThat(result("intercepted", 7)).isEqualTo(new Result("intercepted", "intercepted state!", null));
    }

    @Test
    void inheritedMethodsReceiveAsTheBeansClassTypesThem() throws Exception {
        assertThat(result("upper.private", 7)).isEqualTo(new Result("upperPrivate", "upper private 7", null));
        assertThat(result("upper.protected", 7)).isEqualTo(new Result("upperProtected", "upper protected 7", null));
        assertThat(result("upper.replaced", 7)).isEqualTo(new Result("replaced", "replaced 7", null));
        assertThat(result("upper.protected", "seven").error()).hasMessageContaining("java.lang.Integer");
    }
}
