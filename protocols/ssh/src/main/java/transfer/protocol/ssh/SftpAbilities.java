package transfer.protocol.ssh;

import java.util.Map;

/**
 * What a server can, as it says when a conversation begins.
 *
 * @param extensions names and versions of what it knows beyond the protocol
 * @param limits how much it takes at once
 * @param roundTripNanos how long a short question takes
 * @param home where names without a leading slash begin
 */
record SftpAbilities(
        Map<String, String> extensions, SftpLimits limits, long roundTripNanos, String home) {
    static final String LIMITS = "limits@openssh.com";
    static final String POSIX_RENAME = "posix-rename@openssh.com";
    static final String FSYNC = "fsync@openssh.com";
    static final String STATVFS = "statvfs@openssh.com";

    private static final int MOST_REQUESTS = 512;

    SftpAbilities {
        extensions = Map.copyOf(extensions);
    }

    boolean has(String extension) {
        return extensions.containsKey(extension);
    }

    /**
     * Whether it is told under its own name, or in a list of names ({@code supported2},
     * draft-ietf-secsh-filexfer-13, 5.4).
     */
    boolean offers(String extension) {
        return extensions.entrySet().stream()
                .anyMatch(told ->
                        told.getKey().startsWith(extension)
                                || told.getKey().startsWith("supported")
                                        && told.getValue().contains(extension));
    }

    /** With the answer to what the path {@code .} really is. */
    SftpAbilities withHome(SftpReply answer) {
        if (answer.type() != SftpPacket.NAME || answer.body().getInt() < 1) {
            return this;
        }
        return new SftpAbilities(extensions, limits, roundTripNanos, SftpReply.text(answer.body()));
    }

    /**
     * How many requests of so many bytes keep a way of this speed full on which a question took as
     * long as ours did; at least two, so that the server has the next when it is done with one.
     */
    int requestsFor(int bytes, long bytesPerSecond) {
        long under = roundTripNanos / 1000 * bytesPerSecond / 1_000_000;
        return (int) Math.min(MOST_REQUESTS, 2 + under / bytes);
    }

    SftpAbilities withRoundTrip(long nanos) {
        return new SftpAbilities(extensions, limits, nanos, home);
    }

    SftpAbilities withLimits(SftpReply answer) {
        return answer.type() == SftpPacket.EXTENDED_REPLY
                ? new SftpAbilities(
                        extensions, SftpLimits.told(answer.body()), roundTripNanos, home)
                : this;
    }
}
