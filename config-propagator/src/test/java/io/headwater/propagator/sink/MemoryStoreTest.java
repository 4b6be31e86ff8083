package io.headwater.propagator.sink;

import java.util.List;
import java.util.Map;

class MemoryStoreTest extends EnvironmentStoreContract {
    private final MemoryStore store = new MemoryStore();

    @Override
    EnvironmentStore store() {
        return store;
    }

    @Override
    Map<String, String> content(String environment) {
        return store.content(environment);
    }

    @Override
    List<String> generations(String environment) {
        return store.generations(environment);
    }
}
