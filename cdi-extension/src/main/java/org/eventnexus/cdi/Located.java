package org.eventnexus.cdi;

import jakarta.enterprise.inject.spi.Bean;

/** What was found in a class of one of the application's modules. */
interface Located {

    /** The bean that it belongs to, or is. */
    Bean<?> bean();

    /** As problems and logs show it. */
    String place();

    /** The loader that knows its class, and so which module it belongs to. */
    default ClassLoader loader() {
        return bean().getBeanClass().getClassLoader();
    }
}
