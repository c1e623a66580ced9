package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import org.eventnexus.Publication;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.Testable;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** Interfaces in an EAR's lib and in one of its two WARs, both of which use the lib's. */
class TypedPublishersInEarIT extends TypedPublishersInServer {

    @Deployment
    static EnterpriseArchive ear() {
        JavaArchive plain = ShrinkWrap.create(JavaArchive.class, "plain.jar").addClass(TypedInLibrary.class);
        JavaArchive shown = ShrinkWrap.create(JavaArchive.class, "shown.jar")
                .addClass(TypedLookedUp.class)
                .addAsManifestResource(
                        new StringAsset("<beans xmlns='https://jakarta.ee/xml/ns/jakartaee' version='4.0'"
                                + " bean-discovery-mode='all'/>"),
                        "beans.xml");
        WebArchive first = ShrinkWrap.create(WebArchive.class, "first.war")
                .addAsLibraries(Deployments.assertj())
                .addClasses(TypedPublishersInEarIT.class, TypedPublishersInServer.class, TypedInWar.class)
                .addClasses(TypedInWar.class.getDeclaredClasses());
        WebArchive second = ShrinkWrap.create(WebArchive.class, "second.war").addClass(TypedInSecondWar.class);
        return ShrinkWrap.create(EnterpriseArchive.class, "typed.ear")
                .addAsLibraries(Deployments.built("eventnexus.extension.jar"))
                .addAsLibraries(plain, shown)
                .addAsModule(Testable.archiveToTest(first))
                .addAsModule(second);
    }

    @Inject
    Instance<Object> beans;

    @Test
    void theLibrarysInterfacePublishesFromEachWar() throws Exception {
        assertThat(valueOf(typed.second().result(String.class))).isEqualTo("library asked by first and second");
    }

    @Test
    void anInterfaceThatIsOnlyLookedUpIsFoundInAnArchiveThatIsShown() throws Exception {
        Publication publication = beans.select(TypedLookedUp.class).get().lookedUp("bolt");
        assertThat(valueOf(publication.result(String.class))).isEqualTo("looked up bolt");
    }
}
