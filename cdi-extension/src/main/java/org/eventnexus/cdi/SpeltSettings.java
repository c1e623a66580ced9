package org.eventnexus.cdi;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Settings whose names are spelt as somebody has spelt them. Of a variable {@code EVENTNEXUS_BOUNDARY_TOBILLING_TO}
 * MicroProfile Config makes a name of its own, {@code eventnexus.boundary.tobilling.to}, besides giving its value to
 * {@code eventnexus.boundary.toBilling.to}: where there is a {@code toBilling}, there is to be no {@code tobilling} as well.
 */
record SpeltSettings(SettingSource source) implements SettingSource {
    /** The parts before the name of a domain, a boundary and so on, with their dots. */
    private static final int BEFORE_NAME = 2;

    @Override
    public Set<String> names() {
        Set<String> names = source.names();
        Set<String> withCapitals = new HashSet<>();
        for (String name : names) {
            for (String owner : owners(name)) {
                if (!owner.equals(lower(owner))) {
                    withCapitals.add(lower(owner));
                }
            }
        }
        Set<String> spelt = new TreeSet<>(names);
        spelt.removeIf(name -> isMadeUp(name, withCapitals));
        return spelt;
    }

    private boolean isMadeUp(String name, Set<String> withCapitals) {
        return name.equals(lower(name))
                && owners(name).stream().anyMatch(withCapitals::contains)
                && source.mayBeVariable(name);
    }

    /** What a setting belongs to: its name up to each dot but the first ones. */
    private static Set<String> owners(String name) {
        Set<String> owners = new HashSet<>();
        int parts = 0;
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (++parts > BEFORE_NAME) {
                owners.add(name.substring(0, dot));
            }
        }
        return owners;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public Optional<Setting> find(String name) {
        return source.find(name);
    }

    @Override
    public boolean mayBeVariable(String name) {
        return source.mayBeVariable(name);
    }
}
