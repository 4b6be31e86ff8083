package io.headwater.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetadataTest {
    private static final Metadata BEFORE = new Metadata("what", List.of("a"), "team");

    @Test
    void shouldKeepWhatIsLeftOut() {
        assertThat(BEFORE.with(Patch.keep(), Patch.keep(), Patch.keep())).isEqualTo(BEFORE);
    }

    @Test
    void shouldClearWhatIsNullAndSetTheRest() {
        assertThat(BEFORE.with(Patch.clear(), Patch.clear(), Patch.set("others")))
                .isEqualTo(new Metadata(null, List.of(), "others"));
    }
}
