package org.eventnexus.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The defaults on the page of configuration are the gateway's. That it has all settings is shown in cdi-extension. */
@Tag("R15")
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../docs/reference/configuration.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `(eventnexus\\.gateway\\.[a-z-]+)` \\| .+ \\| `?([^|`]+)`? \\| .+ \\|$", Pattern.MULTILINE);

    @Test
    @Tag("H-5.18")
    @Tag("H-5.20")
    @Tag("H-5.21")
    void hasTheDefaults() throws IOException {
        Map<String, String> initial = new HashMap<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            initial.put(row.group(1), row.group(2).equals("none") ? "" : row.group(2));
        }
        for (Setting setting : Setting.values()) {
            assertThat(initial).containsKey(setting.key());
            setting.check(initial.get(setting.key()));
        }
        assertThat(GatewaySettings.of(name -> Optional.ofNullable(initial.get(name))))
                .isEqualTo(GatewaySettings.of(name -> Optional.empty()));
    }
}
