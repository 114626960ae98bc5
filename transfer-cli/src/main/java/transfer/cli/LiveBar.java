package transfer.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import transfer.engine.Progress;
import transfer.engine.TransferOutcome;

/** Draws the progress bar five times a second from a thread of its own, until it is closed. */
final class LiveBar implements Progress, AutoCloseable {
    private static final long INTERVAL_MILLIS = 200;

    /** How much of the past counts for the rate: each drawing keeps this part of the old one. */
    private static final double INERTIA = 0.9;

    private final Screen screen;
    private final int total;
    private final int width;
    private final long begin = System.nanoTime();
    private final AtomicInteger finished = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();
    private final LongAdder bytes = new LongAdder();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread painter;

    private LiveBar(Screen screen, int total, int width) {
        this.screen = screen;
        this.total = total;
        this.width = width;
        this.painter = Thread.ofPlatform().daemon().name("progress").unstarted(this::paint);
    }

    /** Begins to draw. */
    static LiveBar start(Screen screen, int total, int width) {
        LiveBar bar = new LiveBar(screen, total, width);
        bar.painter.start();
        return bar;
    }

    @Override
    public void advanced(long moreBytes) {
        bytes.add(moreBytes);
    }

    @Override
    public void finished(TransferOutcome outcome) {
        finished.incrementAndGet();
        if (!(outcome instanceof TransferOutcome.Done)) {
            failed.incrementAndGet();
        }
    }

    private void paint() {
        long lastBytes = 0;
        long lastTime = begin;
        double rate = 0;
        try {
            while (!closed.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
                long now = System.nanoTime();
                long sum = bytes.sum();
                double lately = (sum - lastBytes) * 1e9 / Math.max(1, now - lastTime);
                rate = lastBytes == 0 ? lately : INERTIA * rate + (1 - INERTIA) * lately;
                lastBytes = sum;
                lastTime = now;
                screen.status(
                        ProgressBar.render(
                                new ProgressBar.State(
                                        finished.get(),
                                        total,
                                        failed.get(),
                                        sum,
                                        rate,
                                        Duration.ofNanos(now - begin)),
                                width));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes the bar away; nothing is drawn afterwards. */
    @Override
    public void close() {
        closed.countDown();
        boolean interrupted = false;
        while (painter.isAlive()) {
            try {
                painter.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        screen.eraseStatus();
    }
}
