package transfer.protocol.testkit;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import transfer.protocol.MalformedUrlException;
import transfer.protocol.TransferUrl;

/** What was asked of a {@link MemoryStore}. Safe for use by many threads. */
public final class MemoryRecord {
    private final Map<Operation, Map<String, Integer>> counts = new EnumMap<>(Operation.class);
    private final Map<String, Long> bytesRead = new HashMap<>();
    private final Map<String, Long> bytesWritten = new HashMap<>();
    private int openNow;
    private int mostOpen;
    private int openEndpoints;

    MemoryRecord() {}

    /** How often this was asked at this URL, failures included. */
    public synchronized int count(Operation operation, String url) {
        return counts.getOrDefault(operation, Map.of()).getOrDefault(key(url), 0);
    }

    /** How often this was asked anywhere. */
    public synchronized int count(Operation operation) {
        return counts.getOrDefault(operation, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** How many bytes readings of this URL gave. */
    public synchronized long bytesRead(String url) {
        return bytesRead.getOrDefault(key(url), 0L);
    }

    /** How many bytes writings to this URL took. */
    public synchronized long bytesWritten(String url) {
        return bytesWritten.getOrDefault(key(url), 0L);
    }

    /** How many readings and writings are open and not closed. */
    public synchronized int openNow() {
        return openNow;
    }

    /** How many readings and writings were open at the same time, at most. */
    public synchronized int mostOpen() {
        return mostOpen;
    }

    /** How many endpoints are open and not closed. */
    public synchronized int openEndpoints() {
        return openEndpoints;
    }

    synchronized void count(Operation operation, String key, int times) {
        counts.computeIfAbsent(operation, _ -> new HashMap<>()).merge(key, times, Integer::sum);
    }

    synchronized void read(TransferUrl url, int bytes) {
        bytesRead.merge(MemoryStore.key(url), (long) bytes, Long::sum);
    }

    synchronized void written(TransferUrl url, int bytes) {
        bytesWritten.merge(MemoryStore.key(url), (long) bytes, Long::sum);
    }

    synchronized void opened() {
        openNow++;
        mostOpen = Math.max(mostOpen, openNow);
    }

    synchronized void closed() {
        openNow--;
    }

    synchronized void endpointOpened() {
        openEndpoints++;
    }

    synchronized void endpointClosed() {
        openEndpoints--;
    }

    private static String key(String url) {
        try {
            return MemoryStore.key(TransferUrl.parse(url));
        } catch (MalformedUrlException e) {
            throw new IllegalArgumentException(url, e);
        }
    }
}
