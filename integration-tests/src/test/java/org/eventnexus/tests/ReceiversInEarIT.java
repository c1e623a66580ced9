package org.eventnexus.tests;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The extension in the EAR's lib, the receivers in its WAR. */
class ReceiversInEarIT extends ReceiversInServer {

    @Deployment
    static EnterpriseArchive ear() {
        EnterpriseArchive ear = Deployments.hub(ReceiversInEarIT.class, ReceiversInServer.class, Shop.class);
        ear.getAsType(WebArchive.class, "/gateway.war").addAsResource(SETTINGS, SETTINGS_FILE);
        return ear;
    }

    @Override
    String module() {
        return "gateway";
    }
}
