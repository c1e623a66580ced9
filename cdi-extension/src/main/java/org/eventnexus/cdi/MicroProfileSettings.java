package org.eventnexus.cdi;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * What MicroProfile Config says, to the application and to each of its modules: of an EAR's libraries and of its WARs each
 * may bring settings. Together with {@link ModuleFile} all that knows MicroProfile, which need not be there.
 */
final class MicroProfileSettings implements SettingSource {
    private final List<Config> configs;

    private MicroProfileSettings(List<Config> configs) {
        this.configs = configs;
    }

    /** The settings that these modules see; none if there is no MicroProfile Config. */
    static SettingSource of(Collection<ClassLoader> modules) {
        try {
            return new MicroProfileSettings(modules.stream()
                    .flatMap(MicroProfileSettings::configs)
                    .distinct()
                    .toList());
        } catch (LinkageError | IllegalStateException absent) {
            return NONE;
        }
    }

    /** The server's own for a module, and what the module's files say: some servers know only the files of an EAR's lib. */
    private static Stream<Config> configs(ClassLoader module) {
        Config files = ConfigProviderResolver.instance()
                .getBuilder()
                .forClassLoader(module)
                .addDefaultSources()
                .withSources(ModuleFile.of(module).toArray(ConfigSource[]::new))
                .build();
        return Stream.of(ConfigProvider.getConfig(module), files);
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
