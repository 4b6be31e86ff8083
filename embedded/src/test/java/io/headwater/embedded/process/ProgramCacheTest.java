package io.headwater.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramCacheTest {

    @TempDir
    Path directory;

    @Test
    void shouldMakeAProgramOnceForManyWhoAsk() {
        ProgramCache cache = new ProgramCache(directory.resolve("cache"));
        var made = new ConcurrentLinkedQueue<Path>();
        var given = new ConcurrentLinkedQueue<Path>();
        try (var askers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                askers.execute(() -> given.add(cache.program("tool-1", workshop -> {
                    Path program = Files.writeString(workshop.resolve("anything"), "#!/bin/sh\n");
                    made.add(program);
                    return program;
                })));
            }
        }
        assertThat(made).hasSize(1);
        assertThat(given).hasSize(8).containsOnly(directory.resolve("cache/tool-1"));
        assertThat(given.element()).isExecutable();
    }

    @Test
    void shouldLeaveNothingBehindWhenMakingFails() throws Exception {
        ProgramCache cache = new ProgramCache(directory);
        assertThatThrownBy(() -> cache.program("tool-1", workshop -> {
                    Files.writeString(workshop.resolve("half"), "half");
                    throw new IOException("no network");
                }))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("tool-1")
                .hasRootCauseMessage("no network");
        try (var left = Files.list(directory)) {
            assertThat(left.map(each -> each.getFileName().toString()).toList()).isEqualTo(List.of("tool-1.lock"));
        }
    }

    @Test
    void shouldLieWhereTheUserSays() {
        Path home = Path.of("/home/me");
        assertThat(ProgramCache.directoryFrom(Map.of("HEADWATER_CACHE", "/c", "XDG_CACHE_HOME", "/x"), home))
                .isEqualTo(Path.of("/c"));
        assertThat(ProgramCache.directoryFrom(Map.of("XDG_CACHE_HOME", "/x"), home))
                .isEqualTo(Path.of("/x/headwater"));
        assertThat(ProgramCache.directoryFrom(Map.of(), home)).isEqualTo(Path.of("/home/me/.cache/headwater"));
    }
}
