package org.eventnexus.gateway.access;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;

/** Lets the deployment fail if the gateway's settings are wrong. Public for the container, which makes it. */
public class GatewayExtension implements Extension {

    void validate(@Observes AfterDeploymentValidation event) {
        SettingsCheck check = new SettingsCheck();
        Configuration configuration = Configuration.ofThisModule();
        configuration.visit(check::look);
        check.report().map(DeploymentException::new).ifPresent(event::addDeploymentProblem);
        try {
            TokenVerifier.of(configuration::find, getClass().getClassLoader());
        } catch (IllegalArgumentException wrong) {
            event.addDeploymentProblem(new DeploymentException(
                    "ENX-0230 no token can be verified as it is configured: " + wrong.getMessage()));
        }
    }
}
