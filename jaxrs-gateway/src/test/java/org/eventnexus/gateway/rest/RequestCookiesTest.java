package org.eventnexus.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Cookies as they were sent. */
@Tag("BX-06")
class RequestCookiesTest {

    private static List<String> tokens(String... headers) {
        return RequestCookies.values(List.of(headers), "token"::equals);
    }

    @Test
    void allOfANameAreFoundInTheirOrder() {
        assertThat(tokens()).isEmpty();
        assertThat(tokens("a=1; token=x; b=2")).containsExactly("x");
        assertThat(tokens("token=x;token=y", "token=x")).containsExactly("x", "y", "x");
        assertThat(tokens("Token=x; token2=y; atoken=z; token")).isEmpty();
    }

    @Test
    void aValueMayBeQuotedEmptyOrHaveEqualSigns() {
        assertThat(tokens("token=\"x\"; token=; token=a=b= ; token=\"")).containsExactly("x", "", "a=b=", "\"");
    }

    @Test
    void nothingHidesASemicolon() {
        assertThat(tokens("a=\"; token=x; b=\"")).containsExactly("x");
    }
}
