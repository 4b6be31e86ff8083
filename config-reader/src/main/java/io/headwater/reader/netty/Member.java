package io.headwater.reader.netty;

import io.headwater.reader.content.Content;

/** One of those who are told what a service sees. Called by its event loop. */
abstract class Member {
    private int place = -1;

    /** What the service sees now; perhaps not for the first time. */
    abstract void changed(Content content, Frames frames);

    /** Nothing more will come. It is no member any more. */
    abstract void ended();

    int place() {
        return place;
    }

    void place(int now) {
        place = now;
    }
}
