package org.eventnexus.tests;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletionStage;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.eventnexus.EventBus;
import org.eventnexus.EventDraft;
import org.eventnexus.cdi.EventDomain;
import org.eventnexus.cdi.Handles;

/**
 * Makes a flight recording inside the server, of an event that it publishes, by the recorder's management bean: not every
 * server shows the recorder itself to applications.
 */
@ApplicationScoped
class RecordingReceiver {
    private final MBeanServer management = ManagementFactory.getPlatformMBeanServer();

    @Inject
    @EventDomain("second")
    EventBus second;

    CompletionStage<String> record(@Handles("record") @EventDomain("shown") String file) throws JMException {
        Object recording = ask("newRecording");
        String settings = "<configuration version='2.0'>"
                + "<event name='org.eventnexus.Publish'><setting name='enabled'>true</setting></event>"
                + "<event name='org.eventnexus.Handle'><setting name='enabled'>true</setting></event>"
                + "</configuration>";
        ask("setConfiguration", recording, settings);
        ask("startRecording", recording);
        return second.publishAsync(EventDraft.of("noted", 1)).outcome().thenApply(outcome -> {
            try {
                ask("stopRecording", recording);
                ask("copyTo", recording, file);
                ask("closeRecording", recording);
                return file;
            } catch (JMException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    void noted(@Handles("noted") @EventDomain("second") int number) {
        // is recorded
    }

    private Object ask(String operation, Object... arguments) throws JMException {
        String[] types = new String[arguments.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = arguments[i] instanceof String ? String.class.getName() : long.class.getName();
        }
        return management.invoke(new ObjectName("jdk.management.jfr:type=FlightRecorder"), operation, arguments, types);
    }
}
