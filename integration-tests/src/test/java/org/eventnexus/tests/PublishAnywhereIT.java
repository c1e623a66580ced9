package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.TreeSet;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever publishes in a server, at the same time as others: nothing is lost, and each one's events keep their order. */
@Tag("AE-04")
@Tag("R1")
@ExtendWith(ArquillianExtension.class)
class PublishAnywhereIT {
    /** The WildFly of the tests has no enterprise beans. */
    private static final boolean ENTERPRISE_BEANS =
            System.getProperty("arquillian.launch", "").equals("payara");

    @Deployment(testable = false)
    static WebArchive war() {
        WebArchive war = Deployments.war(
                "anywhere.war", Anywhere.class, AnywherePlace.class, AnywhereBean.class, AnywhereServlet.class);
        return ENTERPRISE_BEANS ? war.addClasses(AnywhereEnterpriseBean.class, AnywhereTimer.class) : war;
    }

    @Test
    void eachOnesEventsAreReceivedInTheOrderInWhichItPublishedThem(@ArquillianResource URL war) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(war + "publish"))
                .timeout(Duration.ofSeconds(60))
                .build();
        HttpResponse<String> response = HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .build()
                .send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        var expected = new TreeSet<String>();
        for (String by : new String[] {"servlet", "bean", "executor", "scheduler", "thread"}) {
            expected.add(by + ": all in order");
        }
        if (ENTERPRISE_BEANS) {
            expected.add("enterprise: all in order");
            expected.add("timer: all in order");
        }
        assertThat(response.body().lines()).containsExactlyElementsOf(expected);
    }
}
