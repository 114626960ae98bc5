package transfer.protocol.httpclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import transfer.protocol.FileStat;
import transfer.protocol.Identity;

/**
 * What an answer tells of the file it is about.
 *
 * @param asked the URL as it was asked for
 * @param nameEnds ends of the names that the file has in the URLs that were asked and that answered
 * @param size of the whole file, as it will be stored here
 */
record Representation(
        HttpAnswer answer,
        WireUrl asked,
        List<String> nameEnds,
        ContentCoding coding,
        OptionalLong size) {

    static Representation of(HttpAnswer answer, WireUrl asked) {
        List<String> ends = new ArrayList<>(ContentNames.ends(asked));
        ends.addAll(ContentNames.ends(answer.wireUrl()));
        ContentCoding coding = ContentCoding.of(answer, ends);
        return new Representation(answer, asked, ends, coding, size(answer, coding));
    }

    private static OptionalLong size(HttpAnswer answer, ContentCoding coding) {
        if (coding != ContentCoding.NONE) {
            return OptionalLong.empty();
        }
        if (answer.status() == 206 || answer.status() == 416) {
            return ContentRange.of(answer).map(ContentRange::total).orElse(OptionalLong.empty());
        }
        return length(answer);
    }

    /** How many bytes the body has as it comes; empty when only its end tells. */
    static OptionalLong length(HttpAnswer answer) {
        if (answer.status() == 204) {
            return OptionalLong.of(0);
        }
        Optional<String> length = answer.header("Content-Length").map(String::trim);
        boolean counted =
                answer.header("Transfer-Encoding").isEmpty()
                        && length.isPresent()
                        && HttpAnswer.isNumber(length.get());
        return counted ? OptionalLong.of(Long.parseLong(length.get())) : OptionalLong.empty();
    }

    /** The same file where its bytes turned out not to be coded. */
    Representation asItComes() {
        return new Representation(answer, asked, nameEnds, ContentCoding.NONE, length(answer));
    }

    /**
     * Whether a length is missing that GET would tell: Apache 2.4 leaves that of an empty file out
     * of its answers to HEAD.
     */
    boolean lacksLength() {
        return size.isEmpty()
                && coding == ContentCoding.NONE
                && answer.header("Transfer-Encoding").isEmpty()
                && !isDirectory();
    }

    /** A directory's name without a slash at its end is redirected to the one with it. */
    boolean isDirectory() {
        WireUrl there = answer.wireUrl();
        return answer.isRedirected()
                && there.host().equals(asked.host())
                && there.path().equals(asked.path() + "/");
    }

    Optional<Identity> identity() {
        return coding == ContentCoding.NONE ? HttpIdentity.of(answer, size) : Optional.empty();
    }

    String contentType() {
        return answer.header("Content-Type").orElse("");
    }

    FileStat stat() {
        return new FileStat(
                isDirectory() ? FileStat.Kind.DIRECTORY : FileStat.Kind.FILE,
                isDirectory() ? OptionalLong.empty() : size,
                answer.date("Last-Modified"),
                identity(),
                coding == ContentCoding.NONE ? DigestFields.read(answer) : List.of(),
                OptionalInt.empty(),
                answer.provenance());
    }

    /** As {@link #stat}, with an identity that the server has confirmed without repeating it. */
    FileStat stat(Identity confirmed) {
        FileStat told = stat();
        return new FileStat(
                told.kind(),
                told.size(),
                told.modified(),
                Optional.of(confirmed),
                told.digests(),
                told.mode(),
                told.provenance());
    }
}
