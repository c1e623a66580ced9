package org.eventnexus.tests;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;

/** The extension in the EAR's lib, the receivers in its WAR. */
class ReceiversInEarIT extends ReceiversInServer {

    @Deployment
    static EnterpriseArchive ear() {
        return Deployments.hub(ReceiversInEarIT.class, ReceiversInServer.class, Shop.class);
    }

    @Override
    String module() {
        return "gateway";
    }
}
