package io.headwater.reader.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.headwater.core.Layer;
import io.headwater.core.Scope;
import io.headwater.reader.LayoutWriter;
import io.headwater.reader.LayoutWriter.Put;
import io.headwater.reader.Redis;
import io.headwater.reader.Sink;
import io.headwater.reader.redis.PageLimits;
import io.headwater.reader.redis.RedisConnection;
import io.headwater.reader.redis.RedisViewSource;
import io.headwater.runtime.redis.RedisOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.redisson.client.codec.StringCodec;

class RedisViewSourceTest extends ViewSourceContract {
    private final String prefix = Redis.prefix();
    private final LayoutWriter writer = new LayoutWriter(Redis.shared().uri(), prefix);
    private final RedisConnection connection =
            new RedisConnection(RedisOptions.single(Redis.shared().uri(), prefix));
    private final RedisViewSource source = new RedisViewSource(connection, new PageLimits(100, 2_000));

    @AfterEach
    void disconnect() {
        connection.close();
        writer.close();
    }

    @Override
    ViewSource source() {
        return source;
    }

    @Override
    Sink sink() {
        return writer;
    }

    @Test
    void shouldLoadLayersAgainWhenMoreChangedThanOneCallMayRead() {
        writer.environment("dev");
        Scope shop = new Scope("shop", "dev");
        Position held = position(null, shop);
        for (int i = 0; i < 101; i++) {
            writer.commit(Put.of("shop", "dev", "k" + i, "integer", "1"));
        }

        Page page = source.read(new Page.Request("dev", Page.Held.of(held), List.of()));

        assertThat(page).isInstanceOf(Page.Fresh.class);
    }

    @Test
    void shouldStopLoadingLayersAtTheBound() {
        writer.environment("dev");
        List<Scope> scopes = List.of(new Scope("a", "dev"), new Scope("b", "dev"), new Scope("c", "dev"));
        writer.commit(scopes.stream()
                .map(scope -> Put.string(scope.service(), "dev", "k", "x".repeat(1_500)))
                .toArray(Put[]::new));

        Page.Fresh page = (Page.Fresh) source.read(new Page.Request("dev", null, scopes));

        assertThat(page.loaded()).extracting(Layer::scope).containsExactly(scopes.get(0), scopes.get(1));
    }

    @Test
    void shouldPassOverWhatIsMalformed() {
        writer.environment("dev");
        Scope shop = new Scope("shop", "dev");
        writer.commit(Put.of("shop", "dev", "good", "integer", "1"));
        writer.client()
                .getMap(writer.keys().layer("dev", writer.generation("dev"), shop), StringCodec.INSTANCE)
                .put("bad", "nonsense");

        Page.Fresh page = (Page.Fresh) source.read(new Page.Request("dev", null, List.of(shop)));

        assertThat(page.loaded().getFirst().entries()).containsOnlyKeys("good");
        assertThat(source.malformed()).isEqualTo(1);
    }

    private Position position(Page.Held held, Scope... wanted) {
        return ((Page.Fresh) source.read(new Page.Request("dev", held, List.of(wanted)))).position();
    }
}
