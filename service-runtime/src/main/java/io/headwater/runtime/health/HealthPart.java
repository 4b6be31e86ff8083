package io.headwater.runtime.health;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Where one part reports its state. Starts as {@link PartState#STARTING}. Safe for use by several threads. */
public final class HealthPart {

    private final String name;
    private final AtomicReference<PartHealth> health = new AtomicReference<>(new PartHealth(PartState.STARTING));

    HealthPart(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** What was reported last. */
    public PartHealth current() {
        return health.get();
    }

    public void report(PartHealth now) {
        health.set(now);
    }

    public void starting(String detail) {
        report(new PartHealth(PartState.STARTING, detail));
    }

    public void catchingUp(@Nullable String detail, Behind behind) {
        report(new PartHealth(PartState.CATCHING_UP, detail, behind));
    }

    public void up() {
        report(new PartHealth(PartState.UP));
    }

    public void up(Behind behind) {
        report(new PartHealth(PartState.UP, null, behind));
    }

    public void stale(String detail, Behind behind) {
        report(new PartHealth(PartState.STALE, detail, behind));
    }

    public void down(String detail) {
        report(new PartHealth(PartState.DOWN, detail));
    }
}
