package org.eventnexus.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Interfaces whose methods publish, inside a server; where they lie is a subclass's to say. */
@Tag("AE-10")
@Tag("BX-01")
@ExtendWith(ArquillianExtension.class)
abstract class TypedPublishersInServer {

    @Inject
    TypedInWar typed;

    static <T> T valueOf(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void anInterfaceOfALibraryPublishes() throws Exception {
        assertThat(valueOf(typed.library())).isEqualTo("library asked by war");
        assertThat(valueOf(typed.libraryByDefault())).isEqualTo("library asked by nobody");
    }

    @Test
    void anInterfaceThatNobodyElseSeesPublishes() throws Exception {
        assertThat(valueOf(typed.desk())).isEqualTo("of the desk ann");
    }
}
