package io.headwater.reader.redis;

import io.headwater.core.EntryId;
import io.headwater.core.Layer;
import io.headwater.core.LayerEntry;
import io.headwater.core.Scope;
import io.headwater.core.Times;
import io.headwater.reader.view.Page;
import io.headwater.reader.view.Position;
import io.headwater.schemas.MalformedRecordException;
import io.headwater.schemas.redis.ChangedMember;
import io.headwater.schemas.redis.LayerText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the flat list that {@code read.lua} answers. A text that is malformed is counted, logged once and passed over. */
final class LayerReader {
    private static final Logger LOG = LoggerFactory.getLogger(LayerReader.class);
    private static final int LOGGED = 1_000;

    private final LongAdder malformed = new LongAdder();
    private final Set<EntryId> logged = ConcurrentHashMap.newKeySet();

    /** @param wanted the layers that were asked for, in the same order */
    Page page(List<String> answer, List<Scope> wanted) {
        if (answer.isEmpty()) {
            return new Page.Absent();
        }
        Iterator<String> words = answer.iterator();
        String generation = words.next();
        long revision = number(words.next());
        long epoch = number(words.next());
        Instant time = time(words.next());
        String deletions = words.next();
        long since = number(words.next());
        Instant created = time(words.next());
        boolean deleted = words.next().equals("1");
        String traceparent = words.next();
        words.next();
        words.next();
        Position position = new Position(
                generation,
                epoch == 0 ? 1 : epoch,
                revision,
                time,
                deletions.isEmpty() ? revision : number(deletions),
                since,
                created,
                deleted,
                traceparent.isEmpty() ? null : traceparent);
        return switch (words.next()) {
            case "behind" -> new Page.Behind(position);
            case "delta" -> new Page.Delta(position, touched(words), layers(words, wanted));
            default -> {
                touched(words);
                yield new Page.Fresh(position, layers(words, wanted));
            }
        };
    }

    private List<Page.Touch> touched(Iterator<String> words) {
        long count = number(words.next());
        List<Page.Touch> touched = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            EntryId id = ChangedMember.decode(words.next());
            touched.add(new Page.Touch(id, entry(id, words.next())));
        }
        return touched;
    }

    private List<Layer> layers(Iterator<String> words, List<Scope> wanted) {
        long count = number(words.next());
        List<Layer> layers = new ArrayList<>();
        for (Scope scope : wanted.subList(0, Math.toIntExact(count))) {
            long fields = number(words.next());
            Map<String, LayerEntry> entries = new HashMap<>();
            for (long i = 0; i < fields; i++) {
                String key = words.next();
                LayerEntry entry = entry(new EntryId(scope, key), words.next());
                if (entry != null) {
                    entries.put(key, entry);
                }
            }
            layers.add(new Layer(scope, entries));
        }
        return layers;
    }

    private @Nullable LayerEntry entry(EntryId id, String text) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            return LayerText.decode(text);
        } catch (MalformedRecordException e) {
            malformed.increment();
            if (logged.size() < LOGGED && logged.add(id)) {
                LOG.error("the entry {} in Redis is malformed and passed over: {}", id, e.getMessage());
            }
            return null;
        }
    }

    long malformed() {
        return malformed.sum();
    }

    private static long number(String text) {
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private static Instant time(String text) {
        return text.isEmpty() ? Instant.EPOCH : Times.parse(text);
    }
}
