package org.eventnexus.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eventnexus.gateway.access.Callers.Known;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where a token comes from. */
@Tag("BX-09")
class CallersTest {
    private static final Issuer ISSUER = new Issuer(2048);
    private static final long NOW = 1_800_000_000;
    private static final String GOOD = ISSUER.token(Issuer.claims(NOW + 60, "keeper"));

    private final Map<String, String> settings = Map.of(
            "mp.jwt.verify.publickey",
            ISSUER.pem(),
            "mp.jwt.verify.issuer",
            Issuer.NAME,
            "eventnexus.gateway.cookie",
            "token");

    private Callers callers() {
        TokenSettings read = TokenSettings.of(name -> Optional.ofNullable(settings.get(name)));
        Keys keys = Keys.of(read, getClass().getClassLoader());
        Clock clock = Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC);
        return new Callers(new TokenVerifier(read, keys, clock), name -> Optional.ofNullable(settings.get(name)));
    }

    private Known of(List<String> authorizations, List<String> cookies) throws BadTokenException {
        return callers().of(authorizations, cookies, "10.0.0.1");
    }

    private void refuses(List<String> authorizations, List<String> cookies) {
        assertThatThrownBy(() -> of(authorizations, cookies)).isInstanceOf(BadTokenException.class);
    }

    @Test
    void whoBringsNoneIsAnonymous() throws Exception {
        assertThat(of(List.of(), List.of())).isEqualTo(new Known(Caller.anonymous("10.0.0.1"), false));
        assertThat(of(List.of("Basic YTpi"), List.of("")).caller().anonymous()).isTrue();
        assertThat(of(List.of("Bearerish x"), List.of()).caller().anonymous()).isTrue();
    }

    @Test
    void aSubjectThatIsWrittenLikeAnAddressIsNone() {
        Caller stranger = Caller.anonymous("10.0.0.1");
        Caller known = Caller.known("10.0.0.1", Set.of(), Instant.MAX);
        assertThat(known.account()).isNotEqualTo(stranger.account());
        assertThat(Caller.known(stranger.account(), Set.of(), Instant.MAX).account())
                .isNotEqualTo(stranger.account());
    }

    @Test
    void aTokenComesByHeader() throws Exception {
        assertThat(of(List.of("Bearer " + GOOD), List.of()).caller().roles()).containsExactly("keeper");
        assertThat(of(List.of("bearer   " + GOOD), List.of()).byCookie()).isFalse();
        refuses(List.of("Bearer"), List.of());
        refuses(List.of("Bearer "), List.of());
        refuses(List.of("Bearer x"), List.of());
        refuses(List.of("Bearer " + GOOD + " " + GOOD), List.of());
        refuses(List.of("Bearer " + GOOD, "Bearer " + GOOD), List.of());
    }

    @Test
    void orByCookie() throws Exception {
        Known known = of(List.of(), List.of(GOOD));
        assertThat(known.caller().name()).isEqualTo("ann");
        assertThat(known.byCookie()).isTrue();
        assertThat(of(List.of("Basic YTpi"), List.of(GOOD, GOOD)).byCookie()).isTrue();
        refuses(List.of(), List.of("x"));
        refuses(List.of(), List.of(GOOD, "x"));
    }

    @Test
    void theHeaderGoesBeforeTheCookie() throws Exception {
        assertThat(of(List.of("Bearer " + GOOD), List.of("x")).byCookie()).isFalse();
        refuses(List.of("Bearer x"), List.of(GOOD));
    }

    @Test
    void onlyTheNamedCookieCounts() {
        assertThat(callers().readsCookie("token")).isTrue();
        assertThat(callers().readsCookie("Token")).isFalse();
        Callers none = new Callers(
                TokenVerifier.of(name -> Optional.empty(), getClass().getClassLoader()), name -> Optional.empty());
        assertThat(none.readsCookie("")).isFalse();
        assertThat(none.readsCookie("token")).isFalse();
    }
}
