package io.headwater.reader.netty;

import io.headwater.reader.content.Content;
import io.headwater.reader.serve.ReadMetrics;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits until what it has is old. It is answered at the first change of what it asks for, at the end of its
 * time, or when the replica stops, whichever comes first. Belongs to the event loop of its connection.
 */
final class LongPoll extends Member implements Occupant {
    private final ClientHandler client;
    private final Worker worker;
    private final byte[] path;
    private final int form;
    private final long minRevision;
    /** Value of {@code If-None-Match}, or the tag of what there was when the request came. */
    private final byte[] known;

    private final boolean named;
    private final boolean head;
    private final boolean close;
    private final long length;
    private final long began;
    private final Target target;
    private final Audience audience;
    private final ReadMetrics.Counted counted;
    private final End end = new End();
    private boolean preparing;
    private boolean changedSince;
    private boolean timeIsUp;
    private boolean over;

    private final class End extends TimerWheel.Timer {
        @Override
        void due() {
            timeIsUp = true;
            look();
        }
    }

    private LongPoll(ClientHandler client, Worker worker, RequestHead head, long began) {
        HotPath hotPath = worker.hotPath();
        Prepared now = hotPath.found();
        this.client = client;
        this.worker = worker;
        this.path = now.path();
        this.target = now.target();
        this.form = hotPath.form();
        this.minRevision = hotPath.query().minRevision;
        this.named = head.ifNoneMatch.present();
        this.known = named
                ? Arrays.copyOfRange(head.bytes, head.ifNoneMatch.start, head.ifNoneMatch.end)
                : hotPath.foundTag();
        this.head = head.head;
        this.close = head.close;
        this.length = head.length;
        this.began = began;
        this.counted = worker.readMetrics().longPoll();
        this.audience = worker.audiences().join(target.service(), target.environment(), this, false);
    }

    /** Begins to wait, for what {@link HotPath} looked at last. */
    // Only the same object is the same view.
    @SuppressWarnings("ReferenceEquality")
    static LongPoll begin(ClientHandler client, Worker worker, RequestHead head, long began) {
        Prepared now = worker.hotPath().found();
        LongPoll poll = new LongPoll(client, worker, head, began);
        worker.wheel().set(poll.end, worker.hotPath().query().waitNanos);
        if (now.views().current() != now.view()) {
            // It may have changed before this was told of changes.
            poll.look();
        }
        return poll;
    }

    boolean head() {
        return head;
    }

    boolean closes() {
        return close;
    }

    long length() {
        return length;
    }

    long began() {
        return began;
    }

    @Override
    void changed(Content content, Frames frames) {
        look();
    }

    @Override
    void ended() {
        timeIsUp = true;
        look();
    }

    /** Looks at what there is now, which is prepared once for all who wait for the same. */
    private void look() {
        if (over) {
            return;
        }
        if (preparing) {
            changedSince = true;
            return;
        }
        preparing = true;
        worker.prepare(path, form, this::prepared);
    }

    private void prepared(@Nullable Prepared now) {
        preparing = false;
        if (over) {
            return;
        }
        Variant variant = now == null ? null : now.variant(target.key() == null ? form : 0);
        if (now == null || variant == null || now.view().position().revision() < minRevision) {
            close();
            client.giveWaiting(this);
            return;
        }
        boolean same = EntityTagList.names(known, 0, known.length, variant.tag());
        if (!same || timeIsUp) {
            close();
            client.answerWaiting(this, now, variant, same && named);
        } else if (changedSince) {
            changedSince = false;
            look();
        }
    }

    private void close() {
        if (!over) {
            over = true;
            worker.wheel().unset(end);
            worker.audiences().leave(target.service(), target.environment(), audience, this);
            counted.close();
        }
    }

    @Override
    public void gone() {
        close();
    }

    @Override
    public void inputEnded() {
        // It is answered all the same when its time comes.
    }
}
