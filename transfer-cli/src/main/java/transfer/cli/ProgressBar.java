package transfer.cli;

import java.time.Duration;

/**
 * The one line that shows how far a run is. Sizes are not known beforehand, so that what is left is
 * told from the number of items.
 */
final class ProgressBar {
    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 8;

    private ProgressBar() {}

    /**
     * How far a run is.
     *
     * @param finished items that have an outcome, good or bad
     * @param failed those of them whose outcome is bad
     * @param bytes that have passed
     * @param bytesPerSecond lately
     * @param elapsed since the run began
     */
    record State(
            int finished,
            int total,
            int failed,
            long bytes,
            double bytesPerSecond,
            Duration elapsed) {}

    /**
     * The line, never wider than the terminal: {@code [=====> ] 12/40 files, 1 failed 3.4 GiB 118.2
     * MiB/s ETA 1:02}.
     *
     * @param width of the terminal in columns
     */
    static String render(State state, int width) {
        String figures =
                state.finished()
                        + "/"
                        + state.total()
                        + " files"
                        + (state.failed() > 0 ? ", " + state.failed() + " failed" : "")
                        + "  "
                        + ByteCount.words(state.bytes())
                        + "  "
                        + ByteCount.words(Math.round(state.bytesPerSecond()))
                        + "/s  ETA "
                        + remaining(state);
        // the last column stays free: many terminals wrap when it is written
        int room = Math.min(WIDEST_BAR, width - 1 - figures.length() - 3);
        if (room < NARROWEST_BAR) {
            return figures.length() < width
                    ? figures
                    : figures.substring(0, Math.max(0, width - 1));
        }
        return "[" + bar(state, room) + "] " + figures;
    }

    private static String bar(State state, int room) {
        int filled =
                state.total() == 0 ? room : (int) ((long) room * state.finished() / state.total());
        boolean full = filled == room;
        return "=".repeat(filled) + (full ? "" : ">" + " ".repeat(room - filled - 1));
    }

    private static String remaining(State state) {
        if (state.finished() == 0) {
            return "-:--";
        }
        double perItem = (double) state.elapsed().toMillis() / state.finished();
        long millis = Math.round(perItem * (state.total() - state.finished()));
        return DurationText.clock(Duration.ofMillis(millis));
    }
}
