package transfer.protocol.httpclient;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What {@code Content-Encoding} means for the bytes that arrive.
 *
 * <p>We ask for no coding at all. When one comes nevertheless there are two cases, which the header
 * alone does not tell apart:
 *
 * <ul>
 *   <li>The file itself is compressed, and the server says so in this field as well: {@code
 *       x.tar.gz} with {@code Content-Encoding: gzip}, as servers do that derive both fields from
 *       the end of the name. Then the coded bytes are the file; decoding them would deliver a tar
 *       under the name of a tar.gz, with another length and digest than everybody knows. Browsers
 *       and wget have gone wrong here.
 *   <li>The server has compressed a file that is not, or keeps it so. curl and rclone store what
 *       arrives, which puts gzip bytes under the name {@code x.fits}. We decode them; length and
 *       digests that the server tells are those of the coded bytes and are not used.
 * </ul>
 *
 * The name decides, or a content type that is itself one of gzip. A stream that says gzip and does
 * not begin like one is taken as it is.
 */
enum ContentCoding {
    /** The bytes are the file. */
    NONE,
    /** The bytes are the file through gzip. */
    GZIP,
    /** The bytes are the file through something that we do not undo. */
    FOREIGN;

    /** Ends of names of files that are gzip inside, whatever is compressed in them. */
    private static final Set<String> GZIP_NAMES =
            Set.of(
                    "gz", "tgz", "taz", "bgz", "gzip", "svgz", "emz", "bam", "bcf", "tbi", "csi",
                    "rds", "rda", "rdata", "z", "mcz", "cpgz", "wrz", "vgz");

    private static final Set<String> GZIP_TYPES =
            Set.of(
                    "application/gzip",
                    "application/x-gzip",
                    "application/x-gtar-compressed",
                    "application/x-tgz",
                    "application/x-compressed-tar",
                    "application/x-bam",
                    "application/vnd.bam");

    /** Labels that say nothing of the bytes; the last comes from uploads signed in pieces. */
    private static final Set<String> EMPTY =
            Set.of("", "identity", "none", "binary", "aws-chunked");

    static ContentCoding of(HttpAnswer answer, List<String> nameEnds) {
        List<String> codings = new ArrayList<>();
        for (String field : answer.headers("Content-Encoding")) {
            for (String coding : field.toLowerCase(Locale.ROOT).split(",")) {
                if (!EMPTY.contains(coding.trim())) {
                    codings.add(coding.trim());
                }
            }
        }
        if (codings.isEmpty()) {
            return NONE;
        }
        if (codings.size() > 1) {
            return FOREIGN;
        }
        return switch (codings.getFirst()) {
            case "gzip", "x-gzip" ->
                    nameEnds.stream().anyMatch(GZIP_NAMES::contains) || isGzipType(answer)
                            ? NONE
                            : GZIP;
            case "br" -> ifNamed(nameEnds, "br");
            case "zstd" -> ifNamed(nameEnds, "zst", "tzst");
            case "compress", "x-compress" -> ifNamed(nameEnds, "z", "taz");
            case "bzip2", "x-bzip2", "bzip", "x-bzip" -> ifNamed(nameEnds, "bz2", "tbz", "tbz2");
            case "xz", "x-xz" -> ifNamed(nameEnds, "xz", "txz");
            default -> FOREIGN;
        };
    }

    private static boolean isGzipType(HttpAnswer answer) {
        String type = answer.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return GZIP_TYPES.contains(type.split(";", 2)[0].trim());
    }

    private static ContentCoding ifNamed(List<String> nameEnds, String... ends) {
        return nameEnds.stream().anyMatch(List.of(ends)::contains) ? NONE : FOREIGN;
    }
}
