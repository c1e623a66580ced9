package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eventnexus.Domains;
import org.eventnexus.Nexus;
import org.eventnexus.Publication.Outcome;
import org.eventnexus.Publication.Result;
import org.eventnexus.Publication.Status;
import org.eventnexus.tests.EarlyEvents.Published;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Events that are published while an EAR with two WARs and a library is being deployed: each of them reaches the receivers
 * of all three, in their order, whoever published it and however early.
 */
@Tag("R12")
@Tag("R1")
@Tag("BX-10")
@ExtendWith(ArquillianExtension.class)
class EarlyEventsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> ORDER = List.of("second, urgent", "first", "library", "second", "library, last");

    @Deployment
    static EnterpriseArchive ear() {
        JavaArchive library = ShrinkWrap.create(JavaArchive.class, "library.jar")
                .addClasses(EarlyEvents.class, EarlyEvents.Published.class, EarlyInLibrary.class)
                .addAsManifestResource(
                        new StringAsset("eventnexus.domain.crowded.capacity=" + EarlyEvents.CAPACITY + "\n"),
                        "microprofile-config.properties")
                .addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml");
        WebArchive first = ShrinkWrap.create(WebArchive.class, "first.war")
                .addAsLibraries(Deployments.assertj())
                .addClasses(EarlyEventsIT.class, EarlyInFirstWar.class);
        WebArchive second = ShrinkWrap.create(WebArchive.class, "second.war").addClasses(EarlyInSecondWar.class);
        if (System.getProperty("arquillian.launch", "").equals("payara")) { // the WildFly of the tests has none
            second.addClass(EarlyEnterpriseBean.class);
        }
        return ShrinkWrap.create(EnterpriseArchive.class, "early.ear")
                .addAsLibraries(Deployments.built("eventnexus.extension.jar"))
                .addAsLibrary(library)
                .addAsModule(Testable.archiveToTest(first))
                .addAsModule(second)
                .setApplicationXML(new StringAsset("""
                        <application xmlns="https://jakarta.ee/xml/ns/jakartaee" version="10">
                          <initialize-in-order>true</initialize-in-order>
                          <module><web><web-uri>first.war</web-uri><context-root>/first</context-root></web></module>
                          <module><web><web-uri>second.war</web-uri><context-root>/second</context-root></web></module>
                        </application>
                        """));
    }

    @Inject
    Domains domains;

    @Inject
    EarlyInFirstWar inFirstWar;

    private static Stream<Published> wantedByAll() {
        return Stream.of("initialized", "startup", "servlet", "thread", "bean")
                .flatMap(by -> EarlyEvents.by(by).stream());
    }

    @Test
    void theSecondWarWasNotUpWhenTheFirstOnesServletPublished() {
        assertThat(inFirstWar.stateAtInit()).isEqualTo(Nexus.State.READY);
        assertThat(EarlyEvents.by("servlet")).hasSize(1);
        assertThat(EarlyEvents.by("initialized")).isNotEmpty();
        assertThat(EarlyEvents.by("startup")).isNotEmpty();
        assertThat(EarlyEvents.by("thread")).hasSizeGreaterThan(1);
        assertThat(inFirstWar.earlyAtStart()).isPositive();
    }

    @Test
    void whatWasPublishedEarlyReachesTheReceiversOfAllModulesInTheirOrder() throws Exception {
        List<Published> early = wantedByAll().toList();
        for (Published one : early) {
            Outcome outcome = one.publication().await(PATIENCE);
            assertThat(outcome.results())
                    .as("published by " + one.by())
                    .extracting(Result::value)
                    .containsExactlyElementsOf(ORDER);
        }
        Nexus.Stats stats = domains.get("early").stats();
        assertThat(stats.published()).isEqualTo(early.size());
        assertThat(stats.delivered()).isEqualTo(early.size());
    }

    @Test
    void whatDoesNotFitBeforeTheStartFailsAtOnceAndSaysSo() throws Exception {
        List<Published> crowd = EarlyEvents.by("crowd");
        assertThat(crowd).hasSizeGreaterThanOrEqualTo(EarlyEvents.TOO_MANY);
        List<Status> expected = IntStream.range(0, crowd.size())
                .mapToObj(i -> i < EarlyEvents.CAPACITY ? Status.PENDING : Status.REFUSED)
                .toList();
        assertThat(crowd).extracting(Published::status).isEqualTo(expected);
        for (Published one : crowd) {
            assertThat(one.took())
                    .as("not held, though its domain lets publishers wait")
                    .isLessThan(PATIENCE.dividedBy(4));
            if (one.status() == Status.REFUSED) {
                assertThat(one.refusal()).contains("ENX-0002", "'crowded'", "has not started");
            } else {
                assertThat(one.publication().await(PATIENCE).results())
                        .extracting(Result::value)
                        .containsExactly("taken");
            }
        }
        Nexus.Stats stats = domains.get("crowded").stats();
        assertThat(stats.published()).isEqualTo(EarlyEvents.CAPACITY);
        assertThat(stats.delivered()).isEqualTo(EarlyEvents.CAPACITY);
        assertThat(stats.refused()).isEqualTo(crowd.size() - EarlyEvents.CAPACITY);
    }
}
