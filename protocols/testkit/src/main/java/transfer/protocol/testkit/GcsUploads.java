package transfer.protocol.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The unfinished uploads of {@link HandWrittenGcs}. */
final class GcsUploads {
    /** What is kept of a part that did not come whole is a multiple of this. */
    static final int UNIT = 256 * 1024;

    private static final long BUSY_MILLIS = 2000;

    private final Map<String, Session> sessions = new HashMap<>();
    private long made;

    /** One unfinished upload. */
    static final class Session {
        private final String bucket;
        private final String name;
        private final GcsStore.Condition condition;
        private final Optional<String> encoding;
        private ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private Optional<GcsObject> done = Optional.empty();
        private int busy;

        Session(
                String bucket,
                String name,
                GcsStore.Condition condition,
                Optional<String> encoding) {
            this.bucket = bucket;
            this.name = name;
            this.condition = condition;
            this.encoding = encoding;
        }

        String bucket() {
            return bucket;
        }

        String name() {
            return name;
        }

        GcsStore.Condition condition() {
            return condition;
        }

        Optional<String> encoding() {
            return encoding;
        }

        synchronized int size() {
            return kept.size();
        }

        synchronized byte[] content() {
            return kept.toByteArray();
        }

        synchronized Optional<GcsObject> done() {
            return done;
        }

        synchronized void done(GcsObject object) {
            done = Optional.of(object);
            kept = new ByteArrayOutputStream(0);
        }

        synchronized void keepOnly(int bytes) {
            byte[] all = kept.toByteArray();
            kept.reset();
            kept.write(all, 0, Math.min(bytes, all.length));
        }

        /** Waits until no part is on its way any more, though not for one that has stalled. */
        synchronized void settle() throws IOException {
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(BUSY_MILLIS);
            try {
                while (busy > 0 && System.nanoTime() < deadline) {
                    wait(10);
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        private synchronized void busy(int change) {
            busy += change;
            notifyAll();
        }

        /** Ignores what is there already, as the real one does. */
        private synchronized void keep(byte[] bytes, int count, long at) {
            long known = kept.size() - at;
            if (known >= 0 && known < count) {
                kept.write(bytes, (int) known, count - (int) known);
            }
        }

        /**
         * Takes a part.
         *
         * @param first where it begins
         * @param length of the part
         * @param damaged the byte of it that arrives wrong, or -1
         * @throws IOException when it ends too early; whole units of what has come are kept
         */
        void take(InputStream body, long first, long length, int damaged) throws IOException {
            busy(1);
            try {
                byte[] unit = new byte[UNIT];
                long taken = 0;
                while (taken < length) {
                    int wanted = (int) Math.min(unit.length, length - taken);
                    int count = body.readNBytes(unit, 0, wanted);
                    if (damaged >= taken && damaged < taken + count) {
                        unit[(int) (damaged - taken)] ^= 1;
                    }
                    if (count < wanted) {
                        throw new IOException("the part ended after " + (taken + count));
                    }
                    keep(unit, count, first + taken);
                    taken += count;
                }
            } finally {
                busy(-1);
            }
        }
    }

    synchronized String open(Session session) {
        String id = "AHmUCY-session-" + ++made + "-only-its-maker-knows";
        sessions.put(id, session);
        return id;
    }

    synchronized Session session(String id) throws GcsRefusal {
        Session session = sessions.get(id);
        if (session == null) {
            throw new GcsRefusal(410, "uploadIdExpired", "The upload has expired.");
        }
        return session;
    }

    synchronized void forget(String id) {
        sessions.remove(id);
    }

    synchronized void forgetAll() {
        sessions.clear();
    }

    /** How many bytes are kept of those that are not finished. */
    synchronized long bytes() {
        return sessions.values().stream()
                .filter(each -> each.done().isEmpty())
                .mapToLong(Session::size)
                .sum();
    }

    /** How many are not finished. */
    synchronized int unfinished() {
        return (int) sessions.values().stream().filter(each -> each.done().isEmpty()).count();
    }
}
