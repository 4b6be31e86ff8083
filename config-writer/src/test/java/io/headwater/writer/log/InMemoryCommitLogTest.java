package io.headwater.writer.log;

class InMemoryCommitLogTest extends CommitLogContract {
    @Override
    protected CommitLog create() {
        return new InMemoryCommitLog();
    }
}
