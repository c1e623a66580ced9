package org.eventnexus.tests;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The extension and the receivers in one WAR. */
class ReceiversInWarIT extends ReceiversInServer {

    @Deployment
    static WebArchive war() {
        return Deployments.war("single.war", ReceiversInWarIT.class, ReceiversInServer.class, Shop.class)
                .addAsResource(SETTINGS, SETTINGS_FILE);
    }

    @Override
    String module() {
        return "single";
    }
}
