package org.eventnexus.tests;

import java.lang.ref.WeakReference;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A list of class loaders that outlives the applications in which this class is, and holds none of them. */
final class ClassLoaders {
    private static final String LIST = "eventnexus.tests.loaders";

    private ClassLoaders() {}

    static void add(String name, ClassLoader loader) {
        list().add(Map.entry(name, new WeakReference<>(loader)));
    }

    /** Their names, and themselves if they still live. All types are the platform's. */
    @SuppressWarnings("unchecked")
    static Collection<Map.Entry<String, WeakReference<ClassLoader>>> list() {
        return (Collection<Map.Entry<String, WeakReference<ClassLoader>>>) System.getProperties()
                .computeIfAbsent(
                        LIST, name -> new ConcurrentLinkedQueue<Map.Entry<String, WeakReference<ClassLoader>>>());
    }
}
