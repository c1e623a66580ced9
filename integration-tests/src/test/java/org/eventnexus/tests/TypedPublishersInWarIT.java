package org.eventnexus.tests;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The extension and the interfaces in one WAR, which has no beans.xml. */
class TypedPublishersInWarIT extends TypedPublishersInServer {

    @Deployment
    static WebArchive war() {
        return Deployments.war(
                        "typed.war",
                        TypedPublishersInWarIT.class,
                        TypedPublishersInServer.class,
                        TypedInLibrary.class,
                        TypedInWar.class)
                .addClasses(TypedInWar.class.getDeclaredClasses());
    }
}
