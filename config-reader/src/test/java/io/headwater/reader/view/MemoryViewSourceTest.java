package io.headwater.reader.view;

import io.headwater.reader.Sink;

class MemoryViewSourceTest extends ViewSourceContract {
    private final MemoryViewSource source = new MemoryViewSource();

    @Override
    ViewSource source() {
        return source;
    }

    @Override
    Sink sink() {
        return source;
    }
}
