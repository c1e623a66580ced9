package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/** What is wrong with an application is what its deployer reads, on both servers. */
@Tag("BX-01")
@Tag("R15")
@ExtendWith(ArquillianExtension.class)
class WrongDeploymentIT {

    @Deployment(name = "ear", managed = false, testable = false)
    static Archive<?> ear() {
        return ear("faulty-ear", FaultyReceivers.class);
    }

    @Deployment(name = "war", managed = false, testable = false)
    static Archive<?> war() {
        return Deployments.war("faulty.war", FaultyReceivers.class)
                .addAsResource(
                        new StringAsset("eventnexus.domain.orders.capacty=7\neventnexus.threads=many\n"
                                + "eventnexus.gateway.heartbeet=1s\n"),
                        "META-INF/microprofile-config.properties");
    }

    @Deployment(name = "unresolved-ear", managed = false, testable = false)
    static Archive<?> unresolvedEar() {
        return ear("unresolved-ear", UnresolvedReceiver.class);
    }

    @Deployment(name = "unresolved-war", managed = false, testable = false)
    static WebArchive unresolvedWar() {
        return Deployments.war("unresolved.war", UnresolvedReceiver.class);
    }

    @Deployment(name = "enterprise-war", managed = false, testable = false)
    static WebArchive enterpriseWar() {
        return Deployments.war("enterprise.war", EnterpriseReceiver.class);
    }

    @Deployment(name = "gateway-ear", managed = false, testable = false)
    static Archive<?> gatewayEar() {
        return Deployments.gateway("eventnexus.gateway.heartbeet=1s\neventnexus.gateway.max-body=much\n");
    }

    private static Archive<?> ear(String name, Class<?>... classes) {
        return ShrinkWrap.create(EnterpriseArchive.class, name + ".ear")
                .addAsLibraries(Deployments.built("eventnexus.extension.jar"))
                .addAsModule(ShrinkWrap.create(WebArchive.class, name + "-module.war")
                        .addClasses(classes));
    }

    @ArquillianResource
    Deployer deployer;

    /** All of them, and each with what the deployer needs. */
    private static void tellsOfTheReceivers(String failure) {
        assertThat(failure)
                .contains("ENX-0100 EventNexus found ")
                .contains("ENX-0101 " + FaultyReceivers.class.getName()
                        + "$Booking.book(String): the domain 'orders' has")
                .contains("$Reserving.reserve(String). To mend it, keep one")
                .contains("ENX-0104 " + FaultyReceivers.class.getName() + "$Booking.twice(String, String): ")
                .contains("ENX-0105 " + FaultyReceivers.class.getName() + "$Reserving.malformed(String): ")
                .contains("ENX-0107 " + FaultyReceivers.class.getName() + "$Reserving.hidden(String): @Transactional")
                .contains("ENX-0123 " + FaultyReceivers.class.getName() + "$Reserving.misplaced(String): @EventDomain");
    }

    @Test
    void tellsOfReceiversInAnEar() {
        assertThat(failure("ear")).satisfies(WrongDeploymentIT::tellsOfTheReceivers);
    }

    @Test
    void tellsOfReceiversAndSettingsInAWar() {
        assertThat(failure("war"))
                .satisfies(WrongDeploymentIT::tellsOfTheReceivers)
                .contains("EventNexus found 7 problems in this application")
                .contains("ENX-0102 eventnexus.domain.orders.capacty, set in ")
                .contains("ENX-0103 eventnexus.threads, set in ")
                .contains("ENX-0201 ")
                .contains("eventnexus.gateway.heartbeet = '1s', set in ");
    }

    @Test
    void tellsOfParametersInAnEar() {
        assertThat(failure("unresolved-ear"))
                .contains("ENX-0110")
                .contains("UnresolvedReceiver.unresolved(String, Missing)");
    }

    @Test
    void tellsOfParametersInAWar() {
        assertThat(failure("unresolved-war"))
                .contains("ENX-0110")
                .contains("UnresolvedReceiver.unresolved(String, Missing)");
    }

    @Test
    void tellsOfTheGatewaysSettings() {
        assertThat(failure("gateway-ear"))
                .contains("ENX-0201")
                .contains("eventnexus.gateway.heartbeet = '1s', set in ")
                .contains("eventnexus.gateway.max-body = 'much', set in ");
    }

    /** Not in the slim WildFly of the tests, which has no enterprise beans. */
    @Test
    @EnabledIfSystemProperty(named = "arquillian.launch", matches = "payara")
    void tellsOfEnterpriseBeans() {
        assertThat(failure("enterprise-war")).contains("ENX-0113").contains("EnterpriseReceiver.receive(String)");
    }

    private String failure(String deployment) {
        Throwable failure = catchThrowable(() -> deployer.deploy(deployment));
        assertThat(failure).isNotNull();
        return messages(failure);
    }

    private static String messages(Throwable failure) {
        return failure == null ? "" : failure.getMessage() + '\n' + messages(failure.getCause());
    }
}
