package org.eventnexus.cdi;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * What MicroProfile Config says, to the application and to each of its modules: of an EAR's libraries and of its WARs each
 * may bring settings. The only class that knows MicroProfile, which need not be there.
 */
final class MicroProfileSettings implements SettingSource {
    private final List<Config> configs;

    private MicroProfileSettings(List<Config> configs) {
        this.configs = configs;
    }

    /** The settings that these modules see; none if there is no MicroProfile Config. */
    static SettingSource of(Collection<ClassLoader> modules) {
        try {
            return new MicroProfileSettings(
                    modules.stream().map(ConfigProvider::getConfig).distinct().toList());
        } catch (LinkageError | IllegalStateException absent) {
            return NONE;
        }
    }

    @Override
    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        configs.forEach(config -> config.getPropertyNames().forEach(names::add));
        return names;
    }

    @Override
    public Optional<Setting> find(String name) {
        return configs.stream()
                .map(config -> config.getConfigValue(name))
                .filter(value -> value != null && value.getValue() != null)
                .map(MicroProfileSettings::setting)
                .reduce((first, second) -> second.ordinal() > first.ordinal() ? second : first);
    }

    private static Setting setting(ConfigValue value) {
        return new Setting(value.getName(), value.getValue(), value.getSourceName(), value.getSourceOrdinal());
    }
}
