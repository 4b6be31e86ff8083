package io.headwater.reader.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private final Mailbox<Integer> mailbox = new Mailbox<>();

    @Test
    void shouldKeepOnlyTheNewest() throws Exception {
        mailbox.put(1);
        mailbox.put(2);

        assertThat(mailbox.take(Duration.ZERO)).isEqualTo(2);
        assertThat(mailbox.take(Duration.ZERO)).isNull();
    }

    @Test
    void shouldWakeWhoeverWaits() throws Exception {
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                taken.complete(mailbox.take(Duration.ofSeconds(10)));
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });

        mailbox.put(3);

        assertThat(taken.get()).isEqualTo(3);
    }

    @Test
    void shouldGiveWhatIsThereAfterItIsClosed() throws Exception {
        mailbox.put(4);
        mailbox.close();

        assertThat(mailbox.take(Duration.ofSeconds(10))).isEqualTo(4);
        assertThat(mailbox.take(Duration.ofSeconds(10))).isNull();
        assertThat(mailbox.closed()).isTrue();
    }
}
