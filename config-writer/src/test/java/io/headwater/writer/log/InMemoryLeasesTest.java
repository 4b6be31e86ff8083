package io.headwater.writer.log;

class InMemoryLeasesTest extends LeaseStoreContract {
    @Override
    protected LeaseStore create() {
        return new InMemoryLeases();
    }
}
