package org.eventnexus.tests;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.lang.runtime.ObjectMethods;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.ObjectName;

/** Tells what is in the server's JVM after a garbage collection: heap, threads, and what is left of applications. */
@WebServlet("/look")
@SuppressWarnings("serial")
public class ServerProbe extends HttpServlet {
    /** What applications bring: classes, and arrays of them. */
    private static final Pattern OURS = Pattern.compile("[ L](org\\.eventnexus|org\\.zeromq|zmq)\\.");

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PrintWriter out = response.getWriter();
        forgetEquals();
        String histogram = histogram(); // which collects first
        histogram.lines().filter(ServerProbe::isOfApplication).forEach(line -> out.println("object " + line));
        for (Map.Entry<String, WeakReference<ClassLoader>> entry : ClassLoaders.list()) {
            if (entry.getValue().get() != null) {
                out.println("loader " + entry.getKey());
            }
        }
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            out.println("thread " + thread.getName());
            if (thread.getName().startsWith("eventnexus")) {
                out.println("stack " + Arrays.toString(stack));
            }
        });
        out.println("heap "
                + ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    /**
     * Java 17 keeps, in a place for one, the types of the record whose {@code equals} it has made last, and so the class
     * loader of an application that is gone. Here it gets something else to keep.
     */
    private static void forgetEquals() throws IOException {
        try {
            MethodHandles.Lookup here = MethodHandles.lookup();
            ObjectMethods.bootstrap(
                    here,
                    "equals",
                    MethodType.methodType(boolean.class, Word.class, Object.class),
                    Word.class,
                    "text",
                    here.findGetter(Word.class, "text", String.class));
        } catch (Throwable e) {
            throw new IOException(e);
        }
    }

    record Word(String text) {}

    private static boolean isOfApplication(String line) {
        return OURS.matcher(line).find()
                && !line.contains(ServerProbe.class.getName())
                && !line.contains(ClassLoaders.class.getName());
    }

    private static String histogram() throws IOException {
        try {
            return (String) ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "gcClassHistogram",
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
        } catch (JMException e) {
            throw new IOException(e);
        }
    }
}
