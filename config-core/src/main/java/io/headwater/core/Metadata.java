package io.headwater.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What people need to know of an entry and no reader does.
 *
 * @param description free text
 * @param tags words to find it by, in the order given, none twice
 * @param owner a team or person
 */
public record Metadata(
        @Nullable String description,
        List<String> tags,
        @Nullable String owner) {
    /** Nothing known. */
    public static final Metadata NONE = new Metadata(null, List.of(), null);

    public Metadata {
        tags = List.copyOf(tags);
    }

    /** What a put makes of it. */
    public Metadata with(Patch<String> description, Patch<List<String>> tags, Patch<String> owner) {
        List<String> newTags = tags.applyTo(this.tags);
        return new Metadata(
                description.applyTo(this.description),
                newTags == null ? List.of() : newTags,
                owner.applyTo(this.owner));
    }
}
