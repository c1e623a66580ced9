package org.eventnexus.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCheckTest {
    private final SettingsCheck check = new SettingsCheck();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eventnexus.gateway.heartbeat|200ms",
                "eventnexus.gateway.heartbeat|PT30S",
                "eventnexus.gateway.heartbeat|1m",
                "eventnexus.gateway.max-body|10",
                "eventnexus.gateway.origins|https://a",
                "eventnexus.gateway.origins|https://a.example, http://localhost:3000,http://[::1]:8080",
                "eventnexus.gateway.origins|*",
                "eventnexus.gateway.cookie|__Host-token",
                "eventnexus.gateway.operations|ops, oncall",
                "eventnexus.gateway.a_B-9.subscribe|*",
                "eventnexus.gateway.heartbeat.publish|a, b",
                "eventnexus.gateway.x.admin|''",
                "eventnexus.domain.x.capacity|nonsense",
                "eventnexus.gatewayx|1"
            })
    void acceptsWhatThereIs(String key, String value) {
        check.look(key, value, "here");
        assertThat(check.report()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "eventnexus.gateway.heartbeet|15s|no such setting",
                "eventnexus.gateway.orders.subscribes|*|no such setting",
                "eventnexus.gateway.orders|*|no such setting",
                "eventnexus.gateway.a.b.subscribe|*|no such setting",
                "eventnexus.gateway.heartbeat|often|not a duration",
                "eventnexus.gateway.heartbeat|1ms|not a duration",
                "eventnexus.gateway.heartbeat|2h|not a duration",
                "eventnexus.gateway.max-body|0|not a whole number",
                "eventnexus.gateway.max-body|1MiB|not a whole number",
                "eventnexus.gateway.x.publish|a,,b|not a list of roles",
                "eventnexus.gateway.x.publish|a b|not a list of roles",
                "eventnexus.gateway.origins|https://a/|not a list of origins",
                "eventnexus.gateway.origins|https://A.example|not a list of origins",
                "eventnexus.gateway.origins|a.example|not a list of origins",
                "eventnexus.gateway.origins|null|not a list of origins",
                "eventnexus.gateway.cookie|my token|not a cookie's name",
                "eventnexus.gateway.cookie|a=b|not a cookie's name",
                "eventnexus.gateway.operations|a,,b|not a list of roles"
            })
    void namesSettingPlaceAndMend(String key, String value, String what) {
        check.look(key, value, "some.properties");
        assertThat(check.report().orElseThrow())
                .startsWith("ENX-0201")
                .contains(key + " = '" + value + "', set in some.properties")
                .contains(what);
    }

    @Test
    void tellsAllProblemsAtOnce() {
        check.look("eventnexus.gateway.a", "1", "x");
        check.look("eventnexus.gateway.b", "2", "y");
        assertThat(check.report().orElseThrow()).contains("eventnexus.gateway.a", "eventnexus.gateway.b");
    }

    @Test
    void knowsWhichDomainASettingIsAbout() {
        assertThat(SettingsCheck.domainOf("eventnexus.gateway.orders.publish")).contains("orders");
        assertThat(SettingsCheck.domainOf("eventnexus.gateway.heartbeat")).isEmpty();
    }

    @Test
    void whatIsNotSetHasItsDefault() {
        GatewaySettings settings = GatewaySettings.of(name -> Optional.empty());
        assertThat(settings)
                .isEqualTo(new GatewaySettings(Duration.ofSeconds(15), 1 << 20, 20_000, 5_000, 1_000, 4 << 20));
    }

    @Test
    void whatIsSetCounts() {
        Map<String, String> set = Map.of("eventnexus.gateway.max-body", "7", "eventnexus.gateway.heartbeat", "100 ms");
        GatewaySettings settings = GatewaySettings.of(name -> Optional.ofNullable(set.get(name)));
        assertThat(settings.maxBody()).isEqualTo(7);
        assertThat(settings.heartbeat()).isEqualTo(Duration.ofMillis(100));
        assertThatThrownBy(() -> GatewaySettings.of(name -> Optional.of("x")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
