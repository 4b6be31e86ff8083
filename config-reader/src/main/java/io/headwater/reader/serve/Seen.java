package io.headwater.reader.serve;

import io.headwater.reader.content.Content;
import io.headwater.reader.view.Position;

/**
 * What a service sees at one position.
 *
 * @param position everything up to its revision is in the content
 */
public record Seen(Position position, Content content) {}
