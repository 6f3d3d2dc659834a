package io.clew.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Orders to cut a node off and to let it back, given by several clients at once. */
class ControlsTest {
    @TempDir Path folder;

    private final AtomicReference<@Nullable Thread> healer = new AtomicReference<>();
    private final AtomicReference<@Nullable Set<String>> inForce = new AtomicReference<>();
    private @Nullable Controls controls;

    /** While the first order is at it, another one comes and gets as far as it can. */
    private void restrict(@Nullable Set<String> only) {
        var other = Thread.ofPlatform().unstarted(() -> Objects.requireNonNull(controls).heal());
        if (healer.compareAndSet(null, other)) {
            other.start();
            while (other.getState() != Thread.State.BLOCKED
                    && other.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }
        }
        inForce.set(only);
    }

    @Test
    @Timeout(60)
    void whatARestartWillReadIsWhatIsInForce() throws InterruptedException {
        var ordered =
                new Controls(
                        this::restrict,
                        folder,
                        () -> false,
                        () -> false,
                        () -> {
                            throw new IllegalStateException("there is no node");
                        });
        controls = ordered;
        ordered.partition(List.of(":8001"));
        Objects.requireNonNull(healer.get()).join();
        assertEquals(new PartitionFile(folder).read(), inForce.get());
    }
}
