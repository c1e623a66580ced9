package org.eventnexus.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eventnexus.gateway.access.Origins;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What pages of other origins may do. */
@Tag("BX-06")
class CrossOriginTest {
    private static final String LISTED = "https://shop.example";

    private final Map<String, String> answered = new TreeMap<>();

    private static CrossOrigin with(String origins) {
        CrossOrigin made = new CrossOrigin();
        made.origins = Origins.of(name -> Optional.of(origins).filter(value -> name.endsWith("origins")));
        return made;
    }

    /** @param headers names and values in turn */
    private static HttpServletRequest request(String method, boolean secure, String... headers) {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        return (HttpServletRequest) Proxy.newProxyInstance(
                CrossOriginTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, called, arguments) -> switch (called.getName()) {
                    case "getMethod" -> method;
                    case "isSecure" -> secure;
                    case "getHeader" -> all.get((String) arguments[0]);
                    default -> throw new UnsupportedOperationException(called.getName());
                });
    }

    private boolean answers(String origins, HttpServletRequest request) {
        answered.clear();
        return with(origins).answers(request, (HttpServletResponse) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {HttpServletResponse.class}, (self, called, arguments) -> {
                    answered.put(
                            arguments.length == 2 ? (String) arguments[0] : "status",
                            String.valueOf(arguments[arguments.length - 1]));
                    return null;
                }));
    }

    private static boolean forged(String method, boolean secure, String... headers) {
        return with(LISTED).isForged(request(method, secure, headers));
    }

    @Test
    void nothingIsSaidToOriginsThatAreNotListed() {
        assertThat(answers("", request("GET", false, "Origin", LISTED))).isFalse();
        assertThat(answered).isEmpty();
        assertThat(answers(LISTED, request("GET", false, "Origin", "https://evil.example")))
                .isFalse();
        assertThat(answered).containsOnlyKeys("Vary");
        assertThat(answers(
                        LISTED, request("OPTIONS", false, "Origin", "null", "Access-Control-Request-Method", "POST")))
                .isFalse();
        assertThat(answered).containsOnlyKeys("Vary");
    }

    @Test
    void listedOnesMayReadAndBringCookies() {
        assertThat(answers(LISTED, request("GET", false, "Origin", LISTED))).isFalse();
        assertThat(answered)
                .containsEntry("Access-Control-Allow-Origin", LISTED)
                .containsEntry("Access-Control-Allow-Credentials", "true")
                .containsEntry("Vary", "Origin");
    }

    @Test
    void aStarIsForThoseWithoutCookies() {
        answers("*", request("GET", false, "Origin", "https://any.example"));
        assertThat(answered)
                .containsEntry("Access-Control-Allow-Origin", "*")
                .doesNotContainKey("Access-Control-Allow-Credentials");
        assertThat(with("*").isForged(request("POST", false, "Origin", "https://any.example", "Host", "a")))
                .isTrue();
    }

    @Test
    void aPreflightIsAnsweredWithWhatMayBeSent() {
        assertThat(answers(
                        LISTED,
                        request(
                                "OPTIONS",
                                false,
                                "Origin",
                                LISTED,
                                "Access-Control-Request-Method",
                                "POST",
                                "Access-Control-Request-Headers",
                                "Authorization, ce-type,x-evil, content-type")))
                .isTrue();
        assertThat(answered)
                .containsEntry("status", "204")
                .containsEntry("Access-Control-Allow-Headers", "authorization, ce-type, content-type")
                .containsEntry("Access-Control-Allow-Methods", "GET, HEAD, POST, DELETE");
    }

    @Test
    void aCookieFromAnotherOriginChangesNothing() {
        assertThat(forged("POST", false, "Origin", "https://evil.example", "Host", "hub.example"))
                .isTrue();
        assertThat(forged("DELETE", false, "Origin", "null", "Host", "hub.example"))
                .isTrue();
        assertThat(forged("PATCH", false, "Sec-Fetch-Site", "cross-site", "Host", "hub.example"))
                .isTrue();
        assertThat(forged("POST", false, "Sec-Fetch-Site", "same-site", "Origin", "https://a.hub.example"))
                .isTrue();
        assertThat(forged("POST", false, "Origin", "http://hub.example:8080", "Host", "hub.example"))
                .isTrue();
        assertThat(forged("POST", true, "Origin", "http://hub.example", "Host", "hub.example"))
                .as("somebody on the way has made the page")
                .isTrue();
    }

    @Test
    void itsOwnPagesAndListedOnesAndWhoIsNoBrowserMay() {
        assertThat(forged("POST", false, "Origin", "http://hub.example", "Host", "hub.example"))
                .isFalse();
        assertThat(forged("POST", false, "Origin", "https://hub.example", "Host", "hub.example:443"))
                .as("behind a proxy that ends TLS")
                .isFalse();
        assertThat(forged("POST", false, "Origin", "http://localhost:8080", "Host", "localhost:8080"))
                .isFalse();
        assertThat(forged("POST", false, "Sec-Fetch-Site", "same-origin")).isFalse();
        assertThat(forged("POST", false, "Sec-Fetch-Site", "cross-site", "Origin", LISTED))
                .isFalse();
        assertThat(forged("POST", false, "Host", "hub.example")).isFalse();
        assertThat(forged("GET", false, "Origin", "https://evil.example", "Host", "hub.example"))
                .isFalse();
    }
}
