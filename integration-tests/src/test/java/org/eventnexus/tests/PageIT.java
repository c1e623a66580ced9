package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The demo's EAR as built deploys, and its page is there. */
@ExtendWith(ArquillianExtension.class)
class PageIT {

    @Deployment(testable = false)
    static EnterpriseArchive demo() {
        return Deployments.demo();
    }

    @Test
    @Tag("H-1.01")
    @Tag("H-1.02")
    void thePageAnswers(@ArquillianResource URL page) throws Exception {
        assertThat(page.getPath()).isEqualTo("/nexus/");
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(page.toString())).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
        assertThat(answer.body()).contains("<title>");
    }

    @Test
    void aBrowserShowsIt(@ArquillianResource URL page) {
        try (Browser browser = Browser.open(page)) {
            assertThat(browser.driver().getTitle()).contains("EventNexus");
        }
    }
}
