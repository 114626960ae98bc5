package transfer.protocol.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.protocol.Directories;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.ReadRequest;
import transfer.protocol.Reading;
import transfer.protocol.TransferException;
import transfer.protocol.httpclient.HttpAnswer;
import transfer.protocol.httpclient.HttpRequest;

/** Objects as they are: HEAD and GET. */
final class S3Objects {
    /** From this size on a connection's set-up matters less than what it carries. */
    private static final long BULKY = 4 << 20;

    private static final String CHECKSUM_MODE = "x-amz-checksum-mode";

    private final S3Requests requests;
    private final S3Listing listing;

    S3Objects(S3Requests requests) {
        this.requests = requests;
        this.listing = new S3Listing(requests);
    }

    /**
     * An object; a directory where the location names no key, where keys go on behind it and a
     * slash, and where an empty object stands for one: by a slash at the end of its name, or by its
     * type.
     */
    FileStat stat(S3Location where) throws TransferException, InterruptedException {
        boolean slash = where.key().endsWith("/");
        try (S3Answer answer = ask(S3Request.of("HEAD", where))) {
            if (!answer.isSuccess()) {
                if (isMissingObject(where, answer) && listing.isDirectory(where)) {
                    return directory(answer.http().provenance());
                }
                throw answer.failure();
            }
            if (where.key().isEmpty()) {
                return directory(answer.http().provenance());
            }
            S3State state = new S3State(answer.http());
            FileStat stat = state.stat();
            boolean directory =
                    state.isDirectory()
                            || slash && (stat.size().orElse(0) == 0 || listing.isDirectory(where));
            return directory ? directory(answer.http().provenance()) : stat;
        }
    }

    private static boolean isMissingObject(S3Location where, S3Answer answer) {
        return answer.status() == 404
                && !where.key().isEmpty()
                && !answer.code().equals("NoSuchBucket");
    }

    /** See {@link Directories#list}; pages that lead in a circle are noticed. */
    List<Directories.Entry> list(S3Location where) throws TransferException, InterruptedException {
        List<Directories.Entry> found = new ArrayList<>();
        boolean[] any = {where.key().isEmpty()};
        listing.in(
                where,
                page -> {
                    any[0] |= !page.isEmpty();
                    addAll(where, page, found);
                });
        if (!any[0]) {
            checkDirectory(where);
        }
        return found;
    }

    /** See {@link Directories#list}. */
    Directories.Page list(S3Location where, String prefix, Optional<String> after)
            throws TransferException, InterruptedException {
        S3Listing.Page page = listing.in(where, prefix, after);
        boolean there =
                where.key().isEmpty()
                        || after.isPresent()
                        || page.next().isPresent()
                        || !page.isEmpty()
                        || !prefix.isEmpty() && listing.isDirectory(where);
        if (!there) {
            checkDirectory(where);
        }
        List<Directories.Entry> found = new ArrayList<>();
        addAll(where, page, found);
        return new Directories.Page(found, page.next());
    }

    private void checkDirectory(S3Location where) throws TransferException, InterruptedException {
        if (stat(where).kind() != FileStat.Kind.DIRECTORY) {
            throw refused(where, "is an object and no directory");
        }
    }

    private static void addAll(S3Location where, S3Listing.Page page, List<Directories.Entry> found)
            throws TransferException {
        for (S3Listing.Listed object : page.objects()) {
            if (object.key().equals(where.folder())) {
                checkEmpty(where, object);
            } else {
                found.add(entry(where, object.key(), object.stat()));
            }
        }
        for (String name : page.prefixes()) {
            found.add(entry(where, name, directory(Provenance.UNKNOWN)));
        }
    }

    private static Directories.Entry entry(S3Location where, String key, FileStat stat) {
        return new Directories.Entry(where.named(key).url(), Optional.of(stat));
    }

    /** An object of the directory's own name stands for it; with content it would be lost. */
    private static void checkEmpty(S3Location where, S3Listing.Listed object)
            throws TransferException {
        long size = object.stat().size().orElse(0);
        if (size > 0) {
            throw refused(
                    where,
                    "is a directory and an object of "
                            + size
                            + " bytes, "
                            + where.named(object.key()).url()
                            + ", which no directory can hold; copy that one by itself");
        }
    }

    private static TransferException refused(S3Location where, String why) {
        return new TransferException(
                        FailureKind.BAD_REQUEST, where.url(), "GET " + where.url() + ": " + why)
                .during(Phase.REQUEST);
    }

    private static FileStat directory(Provenance provenance) {
        return new FileStat(
                FileStat.Kind.DIRECTORY,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                OptionalInt.empty(),
                provenance);
    }

    /** Asks for the checksums, too, unless the store does not understand that. */
    private S3Answer ask(S3Request plain) throws TransferException, InterruptedException {
        S3Site site = requests.site();
        if (plain.key().isEmpty() || requests.memory().isWithoutChecksums(site)) {
            return requests.send(plain);
        }
        S3Answer answer = requests.send(plain.with(CHECKSUM_MODE, "ENABLED"));
        if (!answer.mayMisunderstand()) {
            return answer;
        }
        answer.close();
        S3Answer without = requests.send(plain);
        if (without.isSuccess()) {
            requests.memory().learnWithoutChecksums(site);
        }
        return without;
    }

    /** See {@link transfer.protocol.Source#read}. */
    Reading read(S3Location where, ReadRequest wanted)
            throws TransferException, InterruptedException {
        S3Answer answer = ask(request(where, wanted));
        boolean kept = false;
        try {
            Reading reading = reading(where, answer, wanted);
            kept = true;
            return reading;
        } finally {
            if (!kept) {
                answer.close();
            }
        }
    }

    private static S3Request request(S3Location where, ReadRequest wanted) {
        S3Request request = S3Request.of("GET", where);
        if (wanted.length().orElse(Long.MAX_VALUE) >= BULKY) {
            request = request.by(HttpRequest.Traffic.BULK);
        }
        if (wanted.offset() > 0 || wanted.length().isPresent()) {
            // of nothing no range can be asked: then of one byte, which is not passed on
            long count = Math.max(1, wanted.length().orElse(0));
            String last =
                    wanted.length().isPresent() ? String.valueOf(wanted.offset() + count - 1) : "";
            request = request.with("Range", "bytes=" + wanted.offset() + "-" + last);
        }
        return wanted.unchanged().isPresent()
                ? request.with("If-Match", S3State.tag(wanted.unchanged().get()))
                : request;
    }

    private Reading reading(S3Location where, S3Answer answer, ReadRequest wanted)
            throws TransferException, InterruptedException {
        HttpAnswer http = answer.http();
        return switch (answer.status()) {
            case 200, 206 -> {
                FileStat stat = new S3State(http).stat();
                sameAsWanted(answer, stat, wanted);
                yield wanted.length().orElse(1) == 0
                        ? http.readingOfNothing(answer.sent(), stat, wanted.offset())
                        : http.reading(answer.sent(), stat, wanted);
            }
            case 416 -> beyond(where, answer, wanted);
            default -> {
                if (isMissingObject(where, answer) && listing.isDirectory(where)) {
                    throw failure(FailureKind.BAD_REQUEST, answer, "is a directory and no object");
                }
                throw answer.failure();
            }
        };
    }

    /** The range lies behind the end, which is right where the object ends just there. */
    private Reading beyond(S3Location where, S3Answer answer, ReadRequest wanted)
            throws TransferException, InterruptedException {
        FileStat now = stat(where);
        sameAsWanted(answer, now, wanted);
        long size = now.size().orElse(-1);
        if (size >= 0 && size < wanted.offset()) {
            throw failure(
                    FailureKind.BAD_REQUEST,
                    answer,
                    "has " + size + " bytes, and none from " + wanted.offset() + " on");
        }
        if (size != wanted.offset()) {
            throw answer.failure();
        }
        return answer.http().readingOfNothing(answer.sent(), now, wanted.offset());
    }

    /** Not every store minds {@code If-Match}. */
    private static void sameAsWanted(S3Answer answer, FileStat found, ReadRequest wanted)
            throws TransferException {
        Optional<Identity> unchanged = wanted.unchanged();
        if (unchanged.isPresent() && !unchanged.equals(found.identity())) {
            throw failure(FailureKind.CHANGED, answer, "is another object now");
        }
    }

    private static TransferException failure(FailureKind kind, S3Answer answer, String why) {
        return new TransferException(kind, answer.sent().url(), answer.sent() + ": " + why)
                .withStatus(answer.status())
                .during(Phase.REQUEST)
                .cameBy(answer.http().provenance());
    }
}
