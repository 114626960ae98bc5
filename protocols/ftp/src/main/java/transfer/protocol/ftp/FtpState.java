package transfer.protocol.ftp;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Provenance;

/**
 * What is known of a file.
 *
 * @param unique what MLST calls the file itself, whatever its name (RFC 3659, 7.5.2); may be empty
 */
record FtpState(
        FtpEntry.Kind kind,
        OptionalLong size,
        Optional<Instant> modified,
        Optional<String> unique,
        OptionalInt mode) {
    /**
     * Servers tell whole seconds, so a file may change once more within the second of its last
     * change and look the same.
     */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    static FtpState of(FtpFacts facts) {
        return new FtpState(
                facts.kind(), facts.size(), facts.modified(), facts.unique(), facts.mode());
    }

    /** Of what a line made for people tells. */
    static FtpState of(FtpEntry.Kind kind, OptionalLong size) {
        return new FtpState(
                kind,
                kind == FtpEntry.Kind.FILE ? size : OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    static FtpState directory() {
        return new FtpState(
                FtpEntry.Kind.DIRECTORY,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    static FtpState file(OptionalLong size, Optional<Instant> modified) {
        return new FtpState(
                FtpEntry.Kind.FILE, size, modified, Optional.empty(), OptionalInt.empty());
    }

    /**
     * ProFTPD 1.3.8 tells a link's own size and time with the type of what it points to. The bits
     * of links are all set on Linux.
     */
    boolean mayBeOfALink() {
        return kind == FtpEntry.Kind.LINK
                || kind == FtpEntry.Kind.FILE && mode.equals(OptionalInt.of(0777));
    }

    boolean isDirectory() {
        return kind == FtpEntry.Kind.DIRECTORY;
    }

    FileStat stat(Clock clock, Provenance provenance) {
        return new FileStat(
                switch (kind) {
                    case FILE -> FileStat.Kind.FILE;
                    case DIRECTORY -> FileStat.Kind.DIRECTORY;
                    case LINK, OTHER -> FileStat.Kind.OTHER;
                },
                isDirectory() ? OptionalLong.empty() : size,
                modified,
                identity(clock),
                List.of(),
                mode,
                provenance);
    }

    /** Size, time and, where told, the file's own mark; none while it may still change unseen. */
    private Optional<Identity> identity(Clock clock) {
        boolean settled =
                kind == FtpEntry.Kind.FILE
                        && size.isPresent()
                        && modified.isPresent()
                        && modified.get().isBefore(clock.instant().minus(SETTLED));
        return settled
                ? Optional.of(
                        new Identity(
                                size.getAsLong() + " " + modified.get() + " " + unique.orElse("-")))
                : Optional.empty();
    }
}
