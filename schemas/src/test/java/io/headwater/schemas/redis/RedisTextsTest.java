package io.headwater.schemas.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.headwater.core.EntryId;
import io.headwater.core.EntryValue;
import io.headwater.core.JsonText;
import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import io.headwater.core.ValueType;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisTextsTest {
    private static final Instant TIME = Instant.parse("2026-11-01T08:30:00.123Z");

    @Test
    void shouldKeepTheTextOfANumberInALayer() throws MalformedRecordException {
        EntryValue value = EntryValue.plain(ValueType.NUMBER, JsonText.parse("10.0"), 42);
        String text = text(LayerText.encode(
                42, TIME.toEpochMilli(), RecordCodec.entryValue(value).text().getBytes(StandardCharsets.UTF_8)));

        assertThat(text).isEqualTo("42 1793521800123 {\"type\":\"number\",\"value\":10.0,\"revision\":42}");
        assertThat(LayerText.decode(text)).isEqualTo(LayerEntry.put(value, TIME));
    }

    @Test
    void shouldKeepADeletionInALayer() throws MalformedRecordException {
        String text = text(LayerText.encode(43, TIME.toEpochMilli(), new byte[0]));

        assertThat(text).isEqualTo("43 1793521800123 ");
        assertThat(LayerText.decode(text)).isEqualTo(LayerEntry.deleted(43, TIME));
    }

    @Test
    void shouldRefuseWhatIsNoLayerText() {
        for (String text : List.of("", "1", "1 2", "x 2 ", "1 2 {}", "1 2 {\"type\":\"number\"")) {
            assertThatThrownBy(() -> LayerText.decode(text)).isInstanceOf(MalformedRecordException.class);
        }
    }

    @Test
    void shouldAllowColonsInKeysOfWhatChanged() {
        EntryId id = EntryId.of("orders", "_", "a:b::c");

        assertThat(ChangedMember.encode(id)).isEqualTo("orders:_:a:b::c");
        assertThat(ChangedMember.decode("orders:_:a:b::c")).isEqualTo(id);
        assertThatThrownBy(() -> ChangedMember.decode("orders:_")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldListEnvironmentsByRank() throws MalformedRecordException {
        CatalogEntry staging = new CatalogEntry("staging", 1, false, 7);
        CatalogEntry dev = new CatalogEntry("dev", 0, true, 3);

        String text = CatalogEntry.encode(List.of(staging, dev)).text();

        assertThat(text)
                .isEqualTo("[{\"name\":\"dev\",\"rank\":0,\"protected\":true,\"since\":3},"
                        + "{\"name\":\"staging\",\"rank\":1,\"protected\":false,\"since\":7}]");
        assertThat(CatalogEntry.decode(text)).containsExactly(dev, staging);
        assertThatThrownBy(() -> CatalogEntry.decode("{}")).isInstanceOf(MalformedRecordException.class);
    }

    @Test
    void shouldPutAllKeysOfAnEnvironmentIntoOneSlot() {
        RedisKeys keys = new RedisKeys("hw");

        assertThat(keys.current("dev")).isEqualTo("hw:{dev}:current");
        assertThat(keys.meta("dev", "g1")).isEqualTo("hw:{dev}:g1:meta");
        assertThat(keys.layer("dev", "g1", new Scope("_", "dev"))).isEqualTo("hw:{dev}:g1:layer:_:dev");
        assertThat(keys.catalog()).isEqualTo("hw:{_}:catalog");
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
