package org.eventnexus.gateway.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.logging.Logger;
import org.eventnexus.Nexus;
import org.eventnexus.cdi.ApplicationAccess;
import org.eventnexus.cdi.ApplicationThreads;
import org.eventnexus.cdi.DomainsStarted;
import org.eventnexus.cdi.DomainsStopping;
import org.eventnexus.gateway.access.Callers;
import org.eventnexus.gateway.access.Configuration;
import org.eventnexus.gateway.access.EventGuard;
import org.eventnexus.gateway.access.GatewayAccess;
import org.eventnexus.gateway.access.GatewaySettings;
import org.eventnexus.gateway.access.Origins;
import org.eventnexus.gateway.access.RequestLimits;
import org.eventnexus.gateway.access.TokenVerifier;
import org.eventnexus.gateway.operations.StreamCounts;
import org.eventnexus.gateway.stream.StreamHub;
import org.eventnexus.gateway.wire.CloudEventReader;
import org.eventnexus.gateway.wire.CloudEventWriter;
import org.eventnexus.gateway.wire.DeadLetterWriter;
import org.eventnexus.gateway.wire.JsonBinding;
import org.eventnexus.gateway.wire.OutcomeWriter;

/** Puts the gateway together: its parts take what they need as constructor arguments and know nothing of CDI. */
@ApplicationScoped
class GatewayBeans {
    private static final Logger LOG = Logger.getLogger(GatewayBeans.class.getName());

    @Produces
    @Singleton
    GatewaySettings settings() {
        return GatewaySettings.of(Configuration.ofThisModule()::find);
    }

    @Produces
    @Singleton
    GatewayAccess access() {
        return new GatewayAccess(Configuration.ofThisModule()::find);
    }

    @Produces
    @Singleton
    TokenVerifier verifier() {
        return TokenVerifier.of(Configuration.ofThisModule()::find, GatewayBeans.class.getClassLoader());
    }

    @Produces
    @Singleton
    Callers callers(TokenVerifier verifier) {
        return new Callers(verifier, Configuration.ofThisModule()::find);
    }

    @Produces
    @Singleton
    EventGuard guard(ApplicationAccess access) {
        return new EventGuard(access::eventAccess, System::nanoTime);
    }

    @Produces
    @Singleton
    Origins origins() {
        return Origins.of(Configuration.ofThisModule()::find);
    }

    @Produces
    @Singleton
    Bounds bounds() {
        return new Bounds(RequestLimits.of(Configuration.ofThisModule()::find));
    }

    @Produces
    @Singleton
    Answers answers(Bounds bounds, ApplicationThreads threads) {
        return new Answers(bounds, threads);
    }

    void close(@Disposes Answers answers) {
        answers.close();
    }

    @Produces
    @Singleton
    Submission.Desk desk(
            OutcomeWriter writer,
            ApplicationThreads threads,
            Bounds bounds,
            Answers answers,
            GatewaySettings settings) {
        return new Submission.Desk(writer, threads, bounds, answers, settings.maxBody());
    }

    @Produces
    @Singleton
    JsonBinding binding() {
        return new JsonBinding();
    }

    void close(@Disposes JsonBinding binding) {
        binding.close();
    }

    @Produces
    @Singleton
    CloudEventReader reader(JsonBinding binding) {
        return new CloudEventReader(binding);
    }

    @Produces
    @Singleton
    CloudEventWriter writer(JsonBinding binding) {
        return new CloudEventWriter(binding);
    }

    @Produces
    @Singleton
    OutcomeWriter outcomes(JsonBinding binding) {
        return new OutcomeWriter(binding);
    }

    @Produces
    @Singleton
    DeadLetterWriter letters(CloudEventWriter writer) {
        return new DeadLetterWriter(writer);
    }

    /** The threads are asked for at each task: they come with the domains, which may start after a first request. */
    @Produces
    @Singleton
    StreamHub hub(ApplicationThreads threads, CloudEventWriter writer, GatewaySettings settings, StreamCounts counts) {
        return new StreamHub(
                task -> threads.executor().execute(task),
                (task, delay) -> threads.scheduler().schedule(task, delay),
                writer,
                settings,
                System::nanoTime,
                counts);
    }

    void close(@Disposes StreamHub hub) {
        hub.close();
    }

    void started(
            @Observes DomainsStarted event,
            StreamHub hub,
            GatewayAccess access,
            TokenVerifier verifier,
            ApplicationThreads threads) {
        hub.started();
        threads.executor().execute(verifier::prepare);
        List<String> roles = event.domains().all().stream()
                .map(Nexus::name)
                .filter(access::namesRoles)
                .toList();
        if (!roles.isEmpty() && !verifier.isReady()) {
            LOG.warning(() -> "ENX-0231 the settings of the gateway name roles for " + String.join(", ", roles)
                    + ", and nobody has any, because no key is set that verifies tokens; set"
                    + " mp.jwt.verify.publickey.location and mp.jwt.verify.issuer");
        }
        Configuration.ofThisModule().domains().stream()
                .filter(name -> event.domains().find(name).isEmpty())
                .forEach(GatewayBeans::warn);
    }

    private static void warn(String name) {
        LOG.warning(() -> "ENX-0202 the settings eventnexus.gateway." + name + ".* open a domain that does not exist: '"
                + name + "'; correct the name, or make it exist by eventnexus.domain." + name + ".* or an annotation");
    }

    void stopping(@Observes DomainsStopping event, StreamHub hub) {
        hub.close();
    }
}
