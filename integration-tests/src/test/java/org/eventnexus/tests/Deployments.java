package org.eventnexus.tests;

import java.io.File;
import java.net.URISyntaxException;
import org.assertj.core.api.Assertions;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * What the tests deploy: the EARs as this build made them, or a WAR of the test's own as a user would build it.
 *
 * <p>Without arguments an EAR is byte for byte the built one. Classes that are given are added to its WAR; they find
 * AssertJ there.
 */
final class Deployments {

    private Deployments() {}

    /** The hub: cdi-extension in lib/, the gateway's WAR at /nexus. */
    static EnterpriseArchive hub(Class<?>... added) {
        return ear("eventnexus.ear", "gateway.war", added);
    }

    /** The demo: the same with the demo's receivers and page. */
    static EnterpriseArchive demo(Class<?>... added) {
        return ear("eventnexus.demo.ear", "demo.war", added);
    }

    /** The hub with receivers and settings in its WAR for what tests do over HTTP. */
    static EnterpriseArchive gateway() {
        return gateway(GatewayReceivers.SETTINGS);
    }

    static EnterpriseArchive gateway(String settings) {
        return with(settings, hub(GatewayReceivers.class, GatewayReceivers.Order.class, GatewayReceivers.Circle.class));
    }

    /** The hub with these settings and classes in its WAR. */
    static EnterpriseArchive hub(String settings, Class<?>... added) {
        return with(settings, hub(added));
    }

    /** The hub with what {@link Load} uses inside the server. */
    static EnterpriseArchive loaded(String settings) {
        return with(settings, hub(LoadReceivers.class));
    }

    private static EnterpriseArchive with(String settings, EnterpriseArchive ear) {
        ear.getAsType(WebArchive.class, "/gateway.war")
                .addAsResource(new StringAsset(settings), "META-INF/microprofile-config.properties");
        return ear;
    }

    /** The extension, settings in a jar for all modules, the gateway's WAR at /gateway, and further WARs at their names. */
    static EnterpriseArchive ear(String name, String settings, WebArchive... modules) {
        JavaArchive library = ShrinkWrap.create(JavaArchive.class, "settings.jar")
                .addAsManifestResource(new StringAsset(settings), "microprofile-config.properties");
        return ShrinkWrap.create(EnterpriseArchive.class, name)
                .addAsLibraries(built("eventnexus.extension.jar"))
                .addAsLibrary(library)
                .addAsModule(hub().getAsType(WebArchive.class, "/gateway.war"))
                .addAsModules(modules);
    }

    /** One WAR with the extension and the gateway in WEB-INF/lib, and the given classes. */
    static WebArchive war(String name, Class<?>... classes) {
        return ShrinkWrap.create(WebArchive.class, name)
                .addAsLibraries(built("eventnexus.extension.jar"), built("eventnexus.gateway.jar"), assertj())
                .addClasses(classes);
    }

    /** The same with a setting that goes before the EAR's own: the archive gets a jar more, and nothing in it is changed. */
    static EnterpriseArchive set(EnterpriseArchive ear, String setting, String value) {
        JavaArchive jar = ShrinkWrap.create(JavaArchive.class, setting + ".jar")
                .addAsManifestResource(
                        new StringAsset("config_ordinal=200\n" + setting + "=" + value + "\n"),
                        "microprofile-config.properties");
        return ear.addAsLibrary(jar);
    }

    private static EnterpriseArchive ear(String property, String war, Class<?>... added) {
        File file = built(property);
        EnterpriseArchive ear =
                ShrinkWrap.create(ZipImporter.class, property).importFrom(file).as(EnterpriseArchive.class);
        if (added.length > 0) {
            ear.getAsType(WebArchive.class, "/" + war).addAsLibraries(assertj()).addClasses(added);
        }
        return ear;
    }

    static File built(String property) {
        String path = System.getProperty(property);
        if (path == null || !new File(path).isFile()) {
            throw new IllegalStateException("System property " + property + " is " + path
                    + ", no file: run the tests by `mvn verify`, which sets it (see integration-tests/pom.xml)");
        }
        return new File(path);
    }

    static File assertj() {
        try {
            return new File(Assertions.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
