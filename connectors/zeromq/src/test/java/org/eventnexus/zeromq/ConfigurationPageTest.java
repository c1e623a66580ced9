package org.eventnexus.zeromq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eventnexus.EventSelector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The defaults on the page of configuration are the connector's. That it has all settings is shown in cdi-extension. */
@Tag("R15")
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("../../docs/reference/configuration.md");
    private static final Pattern ROW = Pattern.compile(
            "^\\| `eventnexus\\.zeromq\\.NAME\\.([a-z.-]+)` \\| .+ \\| `(.+)` \\| .+ \\|$", Pattern.MULTILINE);

    @Test
    void hasTheDefaults() throws IOException {
        Map<String, String> initial = new HashMap<>();
        Matcher row = ROW.matcher(Files.readString(PAGE));
        while (row.find()) {
            initial.put(row.group(1), row.group(2));
        }
        assertThat(initial).containsOnlyKeys("pattern", "mode", "select", "max-frame", "high-water-mark", "linger");
        ZeroMqConfig plain = ZeroMqConfig.bind("tcp://127.0.0.1:*");
        for (ZeroMqSetting setting : ZeroMqSetting.values()) {
            String value = initial.get(setting.key());
            if (value != null) {
                assertThat(setting.apply(plain, value))
                        .as("with the default of " + setting.key())
                        .usingRecursiveComparison()
                        .isEqualTo(plain);
            }
        }
        assertThat(ZeroMqSetting.MODE.read(initial.get("mode"))).isEqualTo(plain.mode());
        assertThat(ZeroMqSetting.SELECT.read(initial.get("select"))).isEqualTo(java.util.Set.of(EventSelector.any()));
    }
}
