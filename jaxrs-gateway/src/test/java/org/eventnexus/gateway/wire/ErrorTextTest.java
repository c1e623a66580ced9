package org.eventnexus.gateway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "asked to fail|asked to fail",
                "class java.lang.String cannot be cast to class org.acme.shop.Order|class String cannot be cast to class Order",
                "/opt/server/data/x.db (No such file or directory)|(path) (No such file or directory)",
                "C:\\data\\x.db is locked|(path) is locked",
                "no order.placed at 10/12 in a/b|no order.placed at 10/12 in a/b",
                "see https://example.org/a/b|see https://example.org/a/b",
                "file:/opt/x/y.jar is broken|(path) is broken",
                "ENX-0009 nobody in the domain 'vault' takes events of type a|ENX-0009 nobody in the domain (name) takes events of type a",
                "x: ENX-0001 there is no domain 'vault': configure it by eventnexus.domain.vault.* or so|x: ENX-0001 there is no domain (name): configure it by eventnexus.domain.(name).* or so",
                "no such domain 'a.example'|no such domain 'a.example'"
            })
    void letsNothingOutThatIsTheServersOwn(String message, String shown) {
        assertThat(ErrorText.message(new IllegalStateException(message))).isEqualTo(shown);
    }

    @Test
    void endsAtTheFirstLine() {
        assertThat(ErrorText.message(new IllegalStateException("a\n\tat org.acme.Shop.buy(Shop.java:1)")))
                .isEqualTo("a");
        assertThat(ErrorText.message(new IllegalStateException("x".repeat(10_000))))
                .hasSize(500);
        assertThat(ErrorText.message(new IllegalStateException())).isNull();
    }

    @Test
    void namesTheNearestClassThatHasAName() {
        assertThat(ErrorText.simpleName(new IllegalStateException() {}.getClass()))
                .isEqualTo("IllegalStateException");
    }
}
