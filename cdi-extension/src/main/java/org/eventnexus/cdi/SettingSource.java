package org.eventnexus.cdi;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where settings come from. */
interface SettingSource {

    /** No settings at all. */
    SettingSource NONE = new SettingSource() {
        @Override
        public Set<String> names() {
            return Set.of();
        }

        @Override
        public Optional<Setting> find(String name) {
            return Optional.empty();
        }
    };

    /** The names of settings that are known to be set; there may be others, from the environment, say. */
    Set<String> names();

    /** The setting of a name, if it is set. */
    Optional<Setting> find(String name);

    /** Whether a name may be what was made of a variable's of the environment: which says neither case nor where a part ends. */
    default boolean mayBeVariable(String name) {
        return System.getenv(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT)) != null;
    }
}
