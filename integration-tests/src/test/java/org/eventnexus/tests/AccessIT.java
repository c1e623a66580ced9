package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eventnexus.tests.Rest.Answer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may do what over HTTP: tokens by header and by cookie, closed domains, other origins, single events. */
@Tag("BX-06")
@Tag("BX-09")
@ExtendWith(ArquillianExtension.class)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AccessIT {
    private static final Tokens TOKENS = new Tokens();
    private static final String ORIGIN = "https://shop.example";
    private static final String SETTINGS = """
            eventnexus.gateway.heartbeat=1s
            eventnexus.gateway.cookie=token
            eventnexus.gateway.origins=https://shop.example
            eventnexus.domain.open.capacity=10
            eventnexus.gateway.open.subscribe=*
            eventnexus.gateway.open.publish=*
            eventnexus.domain.half.capacity=10
            eventnexus.gateway.half.subscribe=*
            eventnexus.gateway.half.publish=clerk
            eventnexus.domain.vault.capacity=10
            eventnexus.gateway.vault.subscribe=keeper
            eventnexus.gateway.vault.publish=keeper
            eventnexus.gateway.vault.admin=keeper
            eventnexus.boundary.to-vault.from=half
            eventnexus.boundary.to-vault.to=vault
            eventnexus.boundary.to-vault.select=sealed
            eventnexus.boundary.to-open.from=half
            eventnexus.boundary.to-open.to=open
            eventnexus.boundary.to-open.select=sealed
            eventnexus.domain.box.capacity=10
            eventnexus.gateway.box.publish=*
            eventnexus.gateway.box.subscribe=keeper
            eventnexus.domain.orders.capacity=100
            eventnexus.gateway.orders.subscribe=*
            eventnexus.gateway.orders.publish=*
            """;

    /** The rule is in a module of its own, which on some servers is in a container of its own. */
    @Deployment(testable = false)
    static EnterpriseArchive ear() {
        WebArchive shop = ShrinkWrap.create(WebArchive.class, "shop.war").addClasses(OwnOrders.class, Box.class);
        return Deployments.ear(
                "access.ear", SETTINGS + TOKENS.settings() + "mp.jwt.verify.audiences=" + Tokens.AUDIENCE + "\n", shop);
    }

    @ArquillianResource
    URL server;

    private URI api;
    private Rest rest;

    @BeforeEach
    void client() throws Exception {
        api = new URL(server, "/gateway/api/").toURI();
        rest = new Rest(api);
    }

    private static JsonObjectBuilder claims(String... groups) {
        return Tokens.claims("ann", groups);
    }

    private static String bearer(String caller, String... groups) {
        return "Bearer " + TOKENS.token(Tokens.claims(caller, groups));
    }

    private static String cookie(String... groups) {
        return "token=" + TOKENS.token(claims(groups));
    }

    private Answer publish(String domain, String... headers) throws Exception {
        return rest.post("domains/" + domain + "/events?type=a", Rest.JSON, "1", headers);
    }

    private static Map<String, String> badTokens() {
        long now = Instant.now().getEpochSecond();
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("expired", TOKENS.token(claims("keeper").add("exp", now - 1)));
        bad.put("without an end", TOKENS.token(claims("keeper").remove("exp")));
        bad.put("not yet valid", TOKENS.token(claims("keeper").add("nbf", now + 60)));
        bad.put("of another issuer", TOKENS.token(claims("keeper").add("iss", "https://elsewhere.example")));
        bad.put("for another audience", TOKENS.token(claims("keeper").add("aud", "somebody")));
        bad.put("for no audience", TOKENS.token(claims("keeper").remove("aud")));
        bad.put("by a foreign key", new Tokens().token(claims("keeper")));
        bad.put("signed by nobody", Tokens.unsigned("{\"alg\":\"none\"}", claims("keeper")));
        bad.put("of no algorithm, with a signature", Tokens.unsigned("{\"alg\":\"none\"}", claims("keeper")) + "AAAA");
        bad.put("without its signature", Tokens.unsigned("{\"alg\":\"RS256\"}", claims("keeper")));
        bad.put("signed by the public key", TOKENS.signedByThePublicKey(claims("keeper")));
        bad.put("with other claims", changed());
        bad.put("no token", "nonsense");
        return bad;
    }

    /** Another's claims between the header and the signature of a good one. */
    private static String changed() {
        String[] good = TOKENS.token(claims("clerk")).split("\\.");
        String other = Tokens.unsigned("{}", claims("keeper")).split("\\.")[1];
        return good[0] + '.' + other + '.' + good[2];
    }

    @Test
    @Tag("H-1.08")
    @Tag("H-3.38")
    @Tag("H-3.45")
    @Tag("H-8.08")
    void aBadTokenIsRefusedWhereverItIsShown() throws Exception {
        for (Map.Entry<String, String> bad : badTokens().entrySet()) {
            String bearer = "Bearer " + bad.getValue();
            for (Answer answer : List.of(
                    rest.get("domains", "Authorization", bearer),
                    rest.get("domains/open/events", "Authorization", bearer, "Accept", "text/event-stream"),
                    rest.get("domains/nowhere", "Authorization", bearer),
                    publish("open", "Authorization", bearer),
                    rest.get("domains/open/events", "Cookie", "token=" + bad.getValue()))) {
                assertThat(answer.status()).as(bad.getKey()).isEqualTo(401);
                answer.isProblem(401);
                assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer error=\"invalid_token\"");
            }
        }
    }

    @Test
    @Tag("H-2.01")
    @Tag("H-2.07")
    @Tag("H-3.40")
    @Tag("H-3.45")
    @Tag("H-5.28")
    @Tag("H-8.02")
    @Tag("H-8.03")
    @Tag("H-8.04")
    @Tag("H-8.06")
    void aClosedDomainIsThereForItsRolesOnly() throws Exception {
        String nowhere = rest.get("domains/nowhere/events").isProblem(404).body();
        for (String[] stranger : new String[][] {{}, {"Authorization", bearer("bob", "clerk")}}) {
            assertThat(names(stranger)).containsExactlyInAnyOrder("open", "half", "box", "orders");
            assertThat(rest.get("domains/vault/events", stranger).isProblem(404).body())
                    .isEqualTo(nowhere);
            rest.get("domains/vault", stranger).isProblem(404);
            rest.get("domains/vault/dead-letters", stranger).isProblem(404);
            rest.get("domains/vault/events/next", stranger).isProblem(404);
            rest.get("stream?select=open:**&select=vault:**", stranger).isProblem(404);
            assertThat(boundaries(stranger)).isEqualTo("[\"to-open\"]");
            publish("vault", stranger).isProblem(404);
            rest.post("domains/vault/events", "text/plain", "x", stranger).isProblem(404);
        }
        String[] keeper = {"Authorization", bearer("eve", "keeper")};
        assertThat(boundaries(keeper)).contains("to-vault");
        assertThat(names(keeper)).containsExactlyInAnyOrder("open", "half", "box", "orders", "vault");
        publish("vault", keeper).is(202);
        rest.get("domains/vault/events", keeper).is(200);
        rest.get("domains/vault/dead-letters", keeper).is(200);
    }

    private String boundaries(String... headers) throws Exception {
        return rest.get("domains/half", headers)
                .is(200)
                .object()
                .getJsonArray("boundaries")
                .toString();
    }

    private List<String> names(String... headers) throws Exception {
        return rest.get("domains", headers).is(200).json().asJsonArray().stream()
                .map(domain -> domain.asJsonObject().getString("name"))
                .toList();
    }

    @Test
    @Tag("H-1.08")
    @Tag("H-3.39")
    @Tag("H-8.02")
    @Tag("H-8.05")
    @Tag("H-8.06")
    void whatIsVisibleButNotOpenIs401Or403() throws Exception {
        assertThat(publish("half").isProblem(401).header("WWW-Authenticate")).isEqualTo("Bearer");
        publish("half", "Authorization", bearer("bob", "keeper")).isProblem(403);
        publish("half", "Authorization", bearer("bob")).isProblem(403);
        publish("half", "Authorization", bearer("bob", "clerk")).is(202);
        publish("half", "Authorization", "Basic YTpi").isProblem(401);
        rest.get("domains/half/dead-letters", "Authorization", bearer("bob", "clerk"))
                .isProblem(403);
    }

    @Test
    @Tag("H-8.02")
    void whoMayOnlyPublishIsGivenNoResultsOfOthers() throws Exception {
        String event = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/eve\",\"type\":\"put\"}";
        String[] wait = {"Prefer", "wait=20"};
        String path = "domains/box/events";
        JsonObject own = rest.post(path, Rest.CLOUD_EVENT, event, wait).is(200).object();
        assertThat(own.getJsonArray("results")).hasSize(1);

        JsonObject again =
                rest.post(path, Rest.CLOUD_EVENT, event, wait).is(202).object();
        assertThat(again.getBoolean("duplicate")).isTrue();
        assertThat(again).doesNotContainKey("results");
        JsonObject byId = rest.get(path + "/1/outcome").is(200).object();
        assertThat(byId.getString("status")).isEqualTo(own.getString("status"));
        assertThat(byId.getJsonArray("results")).isEmpty();
        rest.get(path + "/1").isProblem(401);
        assertThat(rest.get(path + "/1/outcome", "Authorization", bearer("eve", "keeper"))
                        .is(200)
                        .object()
                        .getJsonArray("results"))
                .hasSize(1);
    }

    @Test
    @Tag("H-8.07")
    @Tag("H-8.12")
    void aCookieDoesAsWellUnlessAnotherOriginSendsIt() throws Exception {
        publish("vault", "Cookie", cookie("keeper")).is(202);
        publish("vault", "Cookie", cookie("keeper"), "Origin", ownOrigin()).is(202);
        publish("vault", "Cookie", cookie("keeper"), "Origin", ORIGIN).is(202);
        for (String domain : List.of("vault", "open")) {
            publish(domain, "Cookie", cookie("keeper"), "Origin", "https://evil.example")
                    .isProblem(403);
            publish(domain, "Cookie", cookie("keeper"), "Origin", "null").isProblem(403);
            publish(domain, "Cookie", cookie("keeper"), "Sec-Fetch-Site", "cross-site")
                    .isProblem(403);
        }
        rest.send(
                        "DELETE",
                        "domains/vault/dead-letters/1",
                        BodyPublishers.noBody(),
                        "Cookie",
                        cookie("keeper"),
                        "Origin",
                        "https://evil.example")
                .isProblem(403);
        rest.get("domains/vault/events", "Cookie", cookie("keeper"), "Origin", "https://evil.example")
                .is(200);
        rest.get("domains/vault/events", "Cookie", "other=" + TOKENS.token(claims("keeper")))
                .isProblem(404);
    }

    /** One of them may be somebody else's, of another path or a wider domain: nobody can tell which counts. */
    @Test
    @Tag("H-8.07")
    void twoCookiesOfThatNameAreABadTokenUnlessTheyAreTheSame() throws Exception {
        String keeper = cookie("keeper");
        for (String two : new String[] {
            keeper + "; " + cookie("clerk"), cookie("clerk") + "; " + keeper, keeper + ";token=x", "token=x; " + keeper
        }) {
            publish("vault", "Cookie", two).isProblem(401);
            rest.get("domains/open/events", "Cookie", two).isProblem(401);
        }
        publish("vault", "Cookie", keeper + "; " + keeper).is(202);
        publish("vault", "Cookie", keeper, "Cookie", keeper).is(202);
        publish("vault", "Cookie", keeper, "Cookie", "token=x").isProblem(401);
        publish("vault", "Cookie", "token=; " + keeper).is(202);
        publish("vault", "Cookie", "a=b; " + keeper.replace("=", "=\"") + "\"; c")
                .is(202);
        publish("open", "Cookie", "Token=x; token2=y; TOKEN=z").is(202);
        publish("half", "Authorization", bearer("bob", "clerk"), "Cookie", "token=x; token=y")
                .is(202);
    }

    /** Other applications of the same host may have set anything. */
    @Test
    @Tag("H-8.07")
    void cookiesThatAreNoneDisturbNobody() throws Exception {
        for (String other :
                new String[] {"a=\"b", "=; ;;,", "a b=c d", "{}=[]; \"", "$Version=1; $Path=/; x", "a=b; ".repeat(300)
                }) {
            rest.get("domains", "Cookie", other).is(200);
            publish("vault", "Cookie", other + "; " + cookie("keeper")).is(202);
        }
    }

    private String ownOrigin() {
        return api.getScheme() + "://" + api.getAuthority();
    }

    /** A cache on the way tells callers apart by their address at most, and a cookie is no part of that. */
    @Test
    void nothingThatIsAnsweredIsForACacheToKeep() throws Exception {
        for (String path :
                List.of("domains", "domains/vault/events", "domains/vault/dead-letters", "domains/nowhere")) {
            assertThat(rest.get(path, "Cookie", cookie("keeper"))
                            .response()
                            .headers()
                            .allValues("Cache-Control"))
                    .as(path)
                    .containsExactly("no-store");
        }
    }

    @Test
    @Tag("H-8.07")
    void theHeaderGoesBeforeTheCookie() throws Exception {
        publish("half", "Authorization", bearer("bob", "clerk"), "Cookie", "token=x")
                .is(202);
        publish("half", "Authorization", bearer("bob"), "Cookie", cookie("clerk"))
                .isProblem(403);
        publish("half", "Authorization", "Bearer x", "Cookie", cookie("clerk")).isProblem(401);
    }

    @Test
    @Tag("H-8.11")
    void onlyListedOriginsAreToldWhatTheyMay() throws Exception {
        Answer listed = preflight(ORIGIN).is(204);
        assertThat(listed.header("Access-Control-Allow-Origin")).isEqualTo(ORIGIN);
        assertThat(listed.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(listed.header("Access-Control-Allow-Headers")).isEqualTo("content-type, ce-type");
        assertThat(preflight("https://evil.example").header("Access-Control-Allow-Origin"))
                .isNull();
        assertThat(rest.get("domains", "Origin", ORIGIN).is(200).header("Access-Control-Allow-Origin"))
                .isEqualTo(ORIGIN);
        assertThat(rest.get("domains/nowhere", "Origin", ORIGIN).isProblem(404).header("Access-Control-Allow-Origin"))
                .isEqualTo(ORIGIN);
        Answer other = rest.get("domains", "Origin", "https://evil.example").is(200);
        assertThat(other.response().headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
    }

    private Answer preflight(String origin) throws Exception {
        return rest.send(
                "OPTIONS",
                "domains/open/events",
                BodyPublishers.noBody(),
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "content-type,ce-type,x-other");
    }

    @Test
    @Tag("H-8.09")
    void whatATokenHasOpenedEndsWithIt() throws Exception {
        Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 4);
        String bearer = "Bearer " + TOKENS.token(claims("keeper").add("exp", end.getEpochSecond()));
        String cookie = "token=" + TOKENS.token(claims("keeper").add("exp", end.getEpochSecond()));
        CompletableFuture<Answer> next =
                rest.getLater("domains/vault/events/next", "Authorization", bearer, "Prefer", "wait=30");
        try (EventStream one = EventStream.open(rest.uri("domains/vault/events?type=z"), "Authorization", bearer);
                EventStream several = EventStream.open(rest.uri("stream?select=vault:z"), "Cookie", cookie)) {
            assertThat(one.next()).isNull();
            assertEndedAt(end);
            assertThat(several.next()).isNull();
            next.get(20, TimeUnit.SECONDS).is(204);
            assertEndedAt(end);
        }
        rest.get("domains/vault/events", "Authorization", bearer).isProblem(401);
    }

    private static void assertEndedAt(Instant end) {
        assertThat(Instant.now()).isBetween(end, end.plus(Duration.ofSeconds(5)));
    }

    private static final String[] ANN = {"Authorization", bearer("ann", "customer")};
    private static final String[] BOB = {"Authorization", bearer("bob", "customer")};

    private void order(String id, String type, String of) throws Exception {
        String event = "{\"specversion\":\"1.0\",\"id\":\"%s\",\"source\":\"/%s\",\"type\":\"%s\",\"subject\":\"%s\"}";
        rest.post("domains/orders/events", Rest.CLOUD_EVENT, event.formatted(id, of, type, of))
                .is(202);
    }

    private static String[] with(String[] headers, String... further) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of(further));
        return all.toArray(String[]::new);
    }

    @Test
    @Tag("H-8.10")
    @Tag("BX-12")
    void everybodySeesTheirOwnOrdersOnly() throws Exception {
        String events = rest.uri("domains/orders/events?after=0&type=order.**").toString();
        try (EventStream ann = EventStream.open(URI.create(events), ANN);
                EventStream bob = EventStream.open(rest.uri("stream?after=0&select=orders:order.**"), BOB)) {
            order("1", "order.placed", "ann");
            order("0", "order.cursed", "ann");
            order("2", "order.placed", "bob");
            order("2", "order.placed", "ann");
            order("3", "order.placed", "bob");
            order("4", "order.placed", "ann");

            assertThat(List.of(id(ann), id(ann), id(ann))).containsExactly("1", "2", "4");
            assertThat(List.of(id(bob), id(bob))).containsExactly("2", "3");
        }
        assertThat(history(ANN)).containsExactly("1", "2", "4");
        assertThat(history(BOB)).containsExactly("2", "3");
        assertThat(history()).isEmpty();

        assertThat(rest.get("domains/orders/events/2", BOB).is(200).object().getString("source"))
                .as("the newest with that id that is his")
                .isEqualTo("/bob");
        rest.get("domains/orders/events/3", BOB).is(200);
        rest.get("domains/orders/events/3/outcome", BOB).is(200);
        for (String[] other : new String[][] {ANN, {}}) {
            String none =
                    rest.get("domains/orders/events/none", other).isProblem(404).body();
            assertThat(rest.get("domains/orders/events/3", other).isProblem(404).body())
                    .isEqualTo(none);
            rest.get("domains/orders/events/3?source=/bob", other).isProblem(404);
            rest.get("domains/orders/events/3/outcome", other).isProblem(404);
            JsonObject again = rest.post(
                            "domains/orders/events",
                            Rest.CLOUD_EVENT,
                            "{\"specversion\":\"1.0\",\"id\":\"3\",\"source\":\"/bob\",\"type\":\"a\"}",
                            with(other, "Prefer", "wait=5"))
                    .is(202)
                    .object();
            assertThat(again.getBoolean("duplicate")).isTrue();
            assertThat(again).doesNotContainKey("results");
        }
    }

    @Test
    @Tag("H-8.10")
    @Tag("BX-12")
    void theNextEventIsTheNextThatOneMayRead() throws Exception {
        CompletableFuture<Answer> bobs =
                rest.getLater("domains/orders/events/next?type=wait", with(BOB, "Prefer", "wait=20"));
        CompletableFuture<Answer> nobodys = rest.getLater("domains/orders/events/next?type=wait", "Prefer", "wait=1");
        for (int i = 0; !bobs.isDone() || !nobodys.isDone(); i++) {
            order("a" + i, "wait", "ann");
            order("b" + i, "wait", "bob");
        }
        assertThat(bobs.join().is(200).object().getString("subject")).isEqualTo("bob");
        nobodys.join().is(204);
    }

    private static String id(EventStream stream) throws Exception {
        return stream.next().json().getString("id");
    }

    private List<String> history(String... headers) throws Exception {
        JsonObject page =
                rest.get("domains/orders/events?type=order.**", headers).is(200).object();
        return page.getJsonArray("events").stream()
                .map(JsonValue::asJsonObject)
                .map(event -> event.getString("id"))
                .toList();
    }
}
