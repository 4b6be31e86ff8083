package io.headwater.propagator.redis;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.redisson.client.codec.BaseCodec;
import org.redisson.client.codec.StringCodec;
import org.redisson.client.protocol.Decoder;
import org.redisson.client.protocol.Encoder;

/** Sends text as UTF-8 and bytes as they are, so that values need not be turned into text first; answers are text. */
final class TextOrBytes extends BaseCodec {
    static final TextOrBytes INSTANCE = new TextOrBytes();

    private final Encoder encoder = value -> Unpooled.wrappedBuffer(
            value instanceof byte[] bytes ? bytes : value.toString().getBytes(StandardCharsets.UTF_8));

    private TextOrBytes() {}

    @Override
    public Encoder getValueEncoder() {
        return encoder;
    }

    @Override
    public Decoder<Object> getValueDecoder() {
        return StringCodec.INSTANCE.getValueDecoder();
    }
}
