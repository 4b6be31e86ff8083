package io.headwater.reader.cache;

import io.headwater.reader.content.ServiceContents.Slot;
import io.headwater.reader.view.EnvironmentViews;

/** Something that could be dropped: the encoded forms of one service in one environment, or its layers. */
sealed interface Holding {

    /** How long it has not been used, in ticks, weighed by how cheap it is to have again. The largest goes first. */
    long age();

    /** About how many bytes dropping it gives back. */
    long weight();

    /** Encoded forms. Encoding again takes no round trip. */
    record EncodedForms(Slot slot, long age, long weight) implements Holding {}

    /** The own layers of a service. */
    record OwnLayers(EnvironmentViews views, String service, long age, long weight) implements Holding {}
}
