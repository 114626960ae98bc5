package transfer.protocol.s3;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import transfer.protocol.ByteText;
import transfer.protocol.FailureKind;
import transfer.protocol.FileStat;
import transfer.protocol.Phase;
import transfer.protocol.Provenance;
import transfer.protocol.TransferException;

/**
 * The keys of a bucket, as the store lists them page by page (Amazon S3 API Reference,
 * "ListObjectsV2"). Keys are asked for escaped, so that those survive which XML cannot hold.
 */
final class S3Listing {
    /** More no store tells at once. */
    private static final int LONGEST_PAGE = 1000;

    /** An honest store gives some, behind what was removed; not without an end. */
    private static final int MOST_EMPTY = 1000;

    /** What a store makes of these two shows what a plus stands for in its lists. */
    private static final String BLANK_AND_PLUS = " +";

    private final S3Requests requests;

    S3Listing(S3Requests requests) {
        this.requests = requests;
    }

    /**
     * One page of a list.
     *
     * @param objects in the store's order
     * @param prefixes what several keys begin with, up to a slash
     * @param next names the page that follows
     */
    record Page(List<Listed> objects, List<String> prefixes, Optional<String> next) {
        List<String> keys() {
            return objects.stream().map(Listed::key).toList();
        }

        boolean isEmpty() {
            return objects.isEmpty() && prefixes.isEmpty();
        }
    }

    /**
     * An object in a list.
     *
     * @param key as {@link ByteText}
     */
    record Listed(String key, FileStat stat) {}

    /** Takes pages, one after another. */
    @FunctionalInterface
    interface Reader {
        void take(Page page) throws TransferException, InterruptedException;
    }

    /**
     * What is wanted of a list.
     *
     * @param prefix with which keys begin; may be empty
     * @param delimiter behind which keys are joined into one; may be empty
     * @param after behind which key it begins, where the store minds that; may be empty
     */
    private record Wish(S3Location where, String prefix, String delimiter, int most, String after) {
        Wish(S3Location where, String prefix, String delimiter, int most) {
            this(where, prefix, delimiter, most, "");
        }
    }

    /** Shows all keys below a directory, however deep, as long as there are any. */
    void below(S3Location where, Reader reader) throws TransferException, InterruptedException {
        pages(new Wish(where, where.folder(), "", LONGEST_PAGE), reader);
    }

    /** Some key below a directory, if there is one. */
    Optional<String> firstBelow(S3Location where) throws TransferException, InterruptedException {
        return first(new Wish(where, where.folder(), "", 1)).keys().stream().findFirst();
    }

    /** Shows what is in a directory; nothing where there is none. */
    void in(S3Location where, Reader reader) throws TransferException, InterruptedException {
        pages(new Wish(where, where.folder(), "/", LONGEST_PAGE), reader);
    }

    /**
     * A page of what is in a directory; nothing where there is none.
     *
     * @param prefix with which the names begin that are wanted
     * @param token of the page before
     */
    Page in(S3Location where, String prefix, Optional<String> token)
            throws TransferException, InterruptedException {
        return page(new Wish(where, where.folder() + prefix, "/", LONGEST_PAGE), token);
    }

    /**
     * Keys right in a directory, from one on; not those that have another slash.
     *
     * @param pages how many of the list's at most
     */
    Set<String> from(S3Location directory, String first, int pages)
            throws TransferException, InterruptedException {
        String folder = directory.folder();
        // what lies just before it is not known, but a part of it does not lie behind it
        String before = first.substring(0, first.offsetByCodePoints(first.length(), -1));
        String after = before.length() > folder.length() ? before : "";
        Wish wish = new Wish(directory, folder, "/", LONGEST_PAGE, after);
        Set<String> found = new HashSet<>();
        Optional<String> token = Optional.empty();
        for (int read = 0; read < pages; read++) {
            Page page = page(wish, token);
            found.addAll(page.keys());
            token = page.next();
            if (token.isEmpty()) {
                break;
            }
        }
        return found;
    }

    /**
     * Whether there are keys that go on behind it, other than itself; not where we may not know.
     *
     * @throws TransferException when the store may say so another time
     */
    boolean isDirectory(S3Location where) throws TransferException, InterruptedException {
        try {
            return first(new Wish(where, where.folder(), "", 2)).keys().stream()
                    .anyMatch(key -> !key.equals(where.key()));
        } catch (TransferException e) {
            if (e.kind().isPassing()) {
                throw e;
            }
            return false;
        }
    }

    /** Asks for a list of one key, only to learn what the store says to that. */
    S3Answer tried(S3Location where) throws TransferException, InterruptedException {
        return requests.send(asking(new Wish(where, "", "", 1), Optional.empty()));
    }

    private void pages(Wish wish, Reader reader) throws TransferException, InterruptedException {
        Optional<String> token = Optional.empty();
        Optional<String> milestone = Optional.empty();
        long pages = 0;
        do {
            Page page = page(wish, token);
            token = page.next();
            if (token.isPresent() && token.equals(milestone)) {
                throw unexpected(wish.where(), "the store's list leads back to where it was");
            }
            pages++;
            if (Long.bitCount(pages) == 1) {
                milestone = token; // at ever larger distances, so that no circle is too large
            }
            reader.take(page);
        } while (token.isPresent());
    }

    /** The first page on which there is something, since a store may give empty ones before it. */
    private Page first(Wish wish) throws TransferException, InterruptedException {
        Page page = page(wish, Optional.empty());
        for (int i = 0; i < MOST_EMPTY && page.keys().isEmpty() && page.next().isPresent(); i++) {
            page = page(wish, page.next());
        }
        return page;
    }

    private static S3Request asking(Wish wish, Optional<String> token) {
        S3Request request =
                S3Request.of("GET", wish.where().ofBucket())
                        .asking("list-type", "2")
                        .asking("encoding-type", "url")
                        .asking("max-keys", String.valueOf(wish.most()))
                        .asking("prefix", wish.prefix());
        if (!wish.delimiter().isEmpty()) {
            request = request.asking("delimiter", wish.delimiter());
        }
        if (!wish.after().isEmpty()) {
            request = request.asking("start-after", wish.after());
        }
        return token.isPresent() ? request.asking("continuation-token", token.get()) : request;
    }

    private Page page(Wish wish, Optional<String> token)
            throws TransferException, InterruptedException {
        S3Xml told = told(asking(wish, token));
        boolean escaped = told.told("EncodingType").filter("url"::equalsIgnoreCase).isPresent();
        List<Listed> objects = new ArrayList<>();
        List<String> prefixes = new ArrayList<>();
        for (S3Xml entry : told.children()) {
            switch (entry.name()) {
                case "Contents" ->
                        objects.add(
                                new Listed(name(wish, entry.told("Key"), escaped), stat(entry)));
                case "CommonPrefixes" -> prefixes.add(name(wish, entry.told("Prefix"), escaped));
                default -> {}
            }
        }
        boolean more =
                told.told("IsTruncated").map(String::strip).filter("true"::equals).isPresent();
        Optional<String> next = more ? Optional.of(next(wish, told, escaped)) : Optional.empty();
        if (more && next.equals(token)) {
            throw unexpected(wish.where(), "the store's list leads back to where it was");
        }
        return new Page(objects, prefixes, next);
    }

    /** What a list tells of an object. Its entity tag need not be an MD5, which only HEAD tells. */
    private static FileStat stat(S3Xml entry) {
        return new FileStat(
                FileStat.Kind.FILE,
                size(entry),
                entry.told("LastModified").flatMap(S3Listing::time),
                S3State.identity(entry.told("ETag")),
                List.of(),
                OptionalInt.empty(),
                Provenance.UNKNOWN);
    }

    private static OptionalLong size(S3Xml entry) {
        String told = entry.told("Size").map(String::strip).orElse("");
        return told.matches("[0-9]{1,18}")
                ? OptionalLong.of(Long.parseLong(told))
                : OptionalLong.empty();
    }

    private static Optional<Instant> time(String told) {
        try {
            return Optional.of(Instant.parse(told.strip()));
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** What asks for the page behind this one. */
    private String next(Wish wish, S3Xml told, boolean escaped)
            throws TransferException, InterruptedException {
        Optional<String> next = told.told("NextContinuationToken");
        if (next.isEmpty()) {
            throw unexpected(
                    wish.where(),
                    "the store's list has an end missing, and does not say how it goes on");
        }
        boolean key =
                escaped
                        && told.children().stream()
                                .flatMap(entry ->
                                        switch (entry.name()) {
                                            case "Contents" -> entry.told("Key").stream();
                                            case "CommonPrefixes" -> entry.told("Prefix").stream();
                                            default -> Stream.empty();
                                        })
                                .anyMatch(next.get()::equals);
        // S3Proxy 2.6 goes on behind a key, which it escapes like the others, but wants plain
        return key ? name(wish, next, true) : next.get();
    }

    private S3Xml told(S3Request request) throws TransferException, InterruptedException {
        try (S3Answer answer = requests.send(request)) {
            if (!answer.isSuccess()) {
                throw answer.failure();
            }
            return answer.result("ListBucketResult");
        }
    }

    /** Nothing else than what was asked for may be taken for it: it may be about to be removed. */
    private String name(Wish wish, Optional<String> told, boolean escaped)
            throws TransferException, InterruptedException {
        String name = told.orElse("");
        if (escaped) {
            boolean plus = name.indexOf('+') >= 0;
            name = unescaped(plus && plusIsBlank(wish.where()) ? name.replace('+', ' ') : name);
        }
        if (name.isEmpty() || !name.startsWith(wish.prefix())) {
            throw unexpected(
                    wish.where(),
                    "the store lists "
                            + (name.isEmpty()
                                    ? "a key without a name"
                                    : wish.where().named(name).url())
                            + ", which was not asked for");
        }
        return name;
    }

    /**
     * Amazon writes a blank as a plus, as forms have it, and others a plus as itself. The store
     * says which when it repeats what it was asked for.
     */
    private boolean plusIsBlank(S3Location where) throws TransferException, InterruptedException {
        S3Site site = requests.site();
        Optional<Boolean> known = requests.memory().plusIsBlank(site);
        if (known.isPresent()) {
            return known.get();
        }
        Wish wish = new Wish(where, BLANK_AND_PLUS, "", 1);
        Optional<String> repeated = told(asking(wish, Optional.empty())).told("Prefix");
        boolean blank = repeated.filter("%20+"::equals).isEmpty();
        requests.memory().learnPlusIsBlank(site, blank);
        return blank;
    }

    /** What is no escape stays as it is. */
    private static String unescaped(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = ByteText.encode(text);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = i + 2 < bytes.length && bytes[i] == '%' ? digit(bytes[i + 1]) : -1;
            int low = high < 0 ? -1 : digit(bytes[i + 2]);
            if (low < 0) {
                plain.write(bytes[i]);
            } else {
                plain.write(high << 4 | low);
                i += 2;
            }
        }
        return ByteText.decode(plain.toByteArray());
    }

    private static int digit(byte b) {
        return b < 0 ? -1 : Character.digit((char) b, 16);
    }

    private static TransferException unexpected(S3Location where, String why) {
        return new TransferException(
                        FailureKind.UNEXPECTED, where.url(), "GET " + where.url() + ": " + why)
                .during(Phase.BODY);
    }
}
