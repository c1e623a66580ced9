package org.eventnexus.gateway.access;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.DeploymentException;
import jakarta.enterprise.inject.spi.Extension;
import java.util.Locale;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** Lets the deployment fail if the gateway's settings are wrong. Public for the container, which makes it. */
public class GatewayExtension implements Extension {

    void validate(@Observes AfterDeploymentValidation event) {
        SettingsCheck check = new SettingsCheck();
        for (ConfigSource source : ConfigProvider.getConfig().getConfigSources()) {
            source.getPropertyNames().stream()
                    .filter(key -> !isEnvironment(key))
                    .forEach(key -> check.look(key, source.getValue(key), source.getName()));
        }
        check.report().map(DeploymentException::new).ifPresent(event::addDeploymentProblem);
    }

    /** From a variable's name servers guess ours, and not always well: EVENTNEXUS_GATEWAY_A_B_PUBLISH may be of a-b. */
    private static boolean isEnvironment(String key) {
        return System.getenv(key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT)) != null;
    }
}
