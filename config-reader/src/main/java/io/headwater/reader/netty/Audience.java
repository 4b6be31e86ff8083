package io.headwater.reader.netty;

import io.headwater.reader.content.Content;
import io.headwater.reader.content.Events;
import io.headwater.reader.stream.Feed;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Those on one event loop who wait for changes of one service. The thread that follows the environment leaves the newest
 * content here and goes on; the event loop tells the members in turns, between which it does other things. Who is told late is
 * told the newest.
 */
final class Audience implements Feed.Listener {
    /** Members that are told before others get a turn. */
    private static final int TURN = 128;

    private final EventLoop loop;
    private final List<Member> members = new ArrayList<>();
    private final Frames frames = new Frames();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile @Nullable Content newest;
    private volatile @Nullable Content begunWith;
    private volatile boolean streamed;
    private volatile boolean ended;
    private Feed.@Nullable Registration registration;
    private @Nullable Content told;
    private int next = -1;

    Audience(EventLoop loop) {
        this.loop = loop;
    }

    /** Begins to listen. */
    void open(Feed feed, String service, String environment) {
        registration = feed.listen(service, environment, this);
    }

    /** Listens no longer. */
    void close() {
        if (registration != null) {
            registration.close();
        }
    }

    boolean empty() {
        return members.isEmpty();
    }

    boolean hasEnded() {
        return ended;
    }

    /** @param stream whether it is told by events, which are then encoded before the event loop needs them */
    void join(Member member, boolean stream) {
        streamed |= stream;
        member.place(members.size());
        members.add(member);
    }

    /** A stream has begun with this, and will be told the difference. */
    void begunWith(Content content) {
        begunWith = content;
    }

    // Places are for members, not for what equals them.
    @SuppressWarnings("ReferenceEquality")
    void leave(Member member) {
        int place = member.place();
        if (place < 0) {
            return;
        }
        Member last = members.removeLast();
        if (last != member) {
            members.set(place, last);
            last.place(place);
        }
        member.place(-1);
    }

    // What a service sees is resolved anew only when it changes, so the same object says that nothing has.
    @SuppressWarnings("ReferenceEquality")
    @Override
    public void changed(Content content) {
        if (newest == content) {
            return;
        }
        Content before = newest == null ? begunWith : newest;
        if (before != null && streamed && before.epoch() == content.epoch() && before.revision() < content.revision()) {
            // What nearly all members will be told next.
            byte[] _ = Events.change(before, before.revision(), content);
        }
        newest = content;
        schedule();
    }

    @Override
    public void ended() {
        ended = true;
        schedule();
    }

    private void schedule() {
        if (!scheduled.getAndSet(true)) {
            try {
                loop.execute(this::begin);
            } catch (RejectedExecutionException e) {
                scheduled.set(false);
            }
        }
    }

    private void begin() {
        scheduled.set(false);
        if (ended) {
            while (!members.isEmpty()) {
                Member member = members.getLast();
                leave(member);
                member.ended();
            }
            frames.release();
            return;
        }
        if (next < 0) {
            next = members.size() - 1;
            told = newest;
            turn();
        }
    }

    // From the last to the first: who leaves is replaced by the last, and has had its turn.
    // Only the same object is the same content.
    @SuppressWarnings("ReferenceEquality")
    private void turn() {
        for (int count = 0; next >= 0 && count < TURN; count++) {
            if (next < members.size() && newest != null) {
                members.get(next).changed(newest, frames);
            }
            next--;
        }
        if (next >= 0) {
            loop.execute(this::turn);
            return;
        }
        frames.release();
        if (told != newest) {
            // Some have been told what was the newest when their turn came.
            begin();
        }
    }
}
