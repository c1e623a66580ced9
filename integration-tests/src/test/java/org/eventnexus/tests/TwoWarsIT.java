package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.eventnexus.Domains;
import org.eventnexus.EventBus;
import org.eventnexus.Publication.Result;
import org.eventnexus.cdi.EventDomain;
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

/** Two WARs of one EAR share a domain, with a receiver in each and one in a library; a third has nothing to do with it. */
@Tag("BX-10")
@Tag("R15")
@Tag("R9")
@ExtendWith(ArquillianExtension.class)
class TwoWarsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Deployment
    static EnterpriseArchive ear() {
        JavaArchive library = ShrinkWrap.create(JavaArchive.class, "library.jar")
                .addClasses(InLibrary.class, Whereabouts.class)
                .addAsResource(
                        new StringAsset("eventnexus.domain.shared.retention=55\n"),
                        "META-INF/microprofile-config.properties")
                .addAsManifestResource(EmptyAsset.INSTANCE, "beans.xml");
        WebArchive first = ShrinkWrap.create(WebArchive.class, "first.war")
                .addAsLibraries(Deployments.assertj())
                .addClasses(TwoWarsIT.class, InFirstWar.class);
        WebArchive second = ShrinkWrap.create(WebArchive.class, "second.war").addClasses(InSecondWar.class);
        WebArchive plain = ShrinkWrap.create(WebArchive.class, "plain.war")
                .addAsWebResource(new StringAsset("no CDI here"), "index.html")
                .addAsWebInfResource(
                        new StringAsset("<beans xmlns='https://jakarta.ee/xml/ns/jakartaee' version='4.0'"
                                + " bean-discovery-mode='none'/>"),
                        "beans.xml");
        return ShrinkWrap.create(EnterpriseArchive.class, "two-wars.ear")
                .addAsLibraries(Deployments.built("eventnexus.extension.jar"))
                .addAsLibrary(library)
                .addAsModule(Testable.archiveToTest(first))
                .addAsModule(second)
                .addAsModule(plain);
    }

    @Inject
    @EventDomain("shared")
    EventBus bus;

    @Inject
    Domains domains;

    private List<Object> values(String type) throws Exception {
        List<Result> results = bus.publish(type, null).await(PATIENCE).results();
        assertThat(results).extracting(Result::error).containsOnlyNulls();
        return results.stream().map(Result::value).collect(Collectors.toList());
    }

    @Test
    void eachReceiverIsCalledOnceAndInItsOwnModule() throws Exception {
        List<Object> values = values("where");
        assertThat(values)
                .hasSize(3)
                .contains(new Whereabouts("InFirstWar", "first", true, true))
                .contains(new Whereabouts("InSecondWar", "second", true, true));
        assertThat(values.get(1)).extracting("receiver", "ownBeans").containsExactly("InLibrary", true);
    }

    @Test
    void theOtherModulesBeansAreInjectedAndItIsToldOfTheStartOnce() throws Exception {
        assertThat(values("starts")).containsExactly(1);
    }

    @Test
    void settingsInALibraryAreForAll() {
        assertThat(domains.get("shared").config().retention()).isEqualTo(55);
    }
}
