package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two users publish at the same time, each with a transaction and a request of his own: no receiver sees any of it, whether
 * it lies in the publisher's WAR or in another, and the publisher keeps what is his.
 */
@Tag("R9")
@Tag("BX-02")
@ExtendWith(ArquillianExtension.class)
class ContextsIT {
    private static final int REQUESTS = 100;
    private static final Tokens TOKENS = new Tokens();
    private static final String NOBODY = Surroundings.of("none", "none", "none", "own");
    private static final String OWN_REQUEST = Surroundings.of("none", "none", "nobody", "own");
    private static final String OWN_TRANSACTION = Surroundings.of("none", "active", "none", "own");

    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        JavaArchive settings = ShrinkWrap.create(JavaArchive.class, "settings.jar")
                .addAsResource(new StringAsset(TOKENS.settings()), "META-INF/microprofile-config.properties");
        return ShrinkWrap.create(EnterpriseArchive.class, "contexts.ear")
                .addAsLibraries(Deployments.built("eventnexus.extension.jar"))
                .addAsLibrary(settings)
                .addAsModule(war("callers.war").addClasses(Caller.class, Caller.Api.class, Observers.class))
                .addAsModule(war("elsewhere.war").addClasses(ObserverElsewhere.class));
    }

    private static WebArchive war(String name) {
        return ShrinkWrap.create(WebArchive.class, name).addClasses(Surroundings.class);
    }

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    private CompletableFuture<List<String>> lines(URL server, String path, String caller) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .timeout(Duration.ofSeconds(60))
                .header("Authorization", TOKENS.of(caller))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString()).thenApply(ContextsIT::lines);
    }

    private static List<String> lines(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return response.body().lines().toList();
    }

    @Test
    void noReceiverSeesThePublishersAndEachPublisherKeepsHis(@ArquillianResource URL server) throws Exception {
        URL callers = new URL(server, "/callers/");
        int secondaryBefore = secondary(callers).size();
        List<CompletableFuture<List<String>>> ofAlice = new ArrayList<>();
        List<CompletableFuture<List<String>>> ofBob = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            ofAlice.add(lines(callers, "api/look", "alice"));
            ofBob.add(lines(callers, "api/look", "bob"));
        }
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(ofAlice.get(i).get(60, TimeUnit.SECONDS)).containsExactlyInAnyOrderElementsOf(expected("alice"));
            assertThat(ofBob.get(i).get(60, TimeUnit.SECONDS)).containsExactlyInAnyOrderElementsOf(expected("bob"));
        }
        assertThat(secondary(callers)).hasSize(secondaryBefore + 2 * REQUESTS).containsOnly(NOBODY);
    }

    private List<String> secondary(URL callers) throws Exception {
        return lines(callers, "api/look/secondary", "alice").get(60, TimeUnit.SECONDS);
    }

    @Test
    @Tag("BX-03")
    void noReceiverSeesTheTransactionWhoseCommitPublishes(@ArquillianResource URL server) throws Exception {
        URL callers = new URL(server, "/callers/");
        List<CompletableFuture<List<String>>> ofAlice = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            ofAlice.add(lines(callers, "api/look/committed", "alice"));
        }
        List<String> expected = expected("alice", "none");
        for (CompletableFuture<List<String>> each : ofAlice) {
            assertThat(each.get(60, TimeUnit.SECONDS)).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    private static List<String> expected(String caller) {
        return expected(caller, "active");
    }

    private static List<String> expected(String caller, String transactionAfterwards) {
        String own = Surroundings.of(caller, "active", caller, "own");
        return List.of(
                "before: " + own,
                "handler: " + NOBODY,
                "plain: " + NOBODY,
                "dependent: " + NOBODY,
                "elsewhere: " + NOBODY,
                "ofAnotherDomain: " + NOBODY,
                "requestScoped: " + OWN_REQUEST,
                "withRequest: " + OWN_REQUEST,
                "withTransaction: " + OWN_TRANSACTION,
                "after: " + Surroundings.of(caller, transactionAfterwards, caller, "own"));
    }
}
