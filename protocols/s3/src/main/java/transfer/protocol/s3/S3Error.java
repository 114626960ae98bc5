package transfer.protocol.s3;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import okio.BufferedSource;
import transfer.protocol.httpclient.HttpAnswer;

/**
 * What a store says went wrong (Amazon S3 API Reference, "Error Responses").
 *
 * @param code as in {@code NoSuchKey}; empty where it said nothing, as in every answer to HEAD
 * @param message its words for people; may be empty
 * @param region where the bucket is, if it is not here
 */
record S3Error(String code, String message, Optional<String> region) {
    private static final int LONGEST = 64 * 1024;
    private static final int LONGEST_MESSAGE = 300;

    static final S3Error SILENT = new S3Error("", "", Optional.empty());

    /** What an answer that is no success says; reads its body. */
    static S3Error of(HttpAnswer answer) {
        S3Error told = body(answer).flatMap(S3Error::of).orElse(SILENT);
        Optional<String> region = answer.header("x-amz-bucket-region");
        return region.isPresent() ? new S3Error(told.code, told.message, region) : told;
    }

    private static Optional<byte[]> body(HttpAnswer answer) {
        try {
            BufferedSource body = answer.body();
            body.request(LONGEST);
            long length = Math.min(body.getBuffer().size(), LONGEST);
            return length == 0 ? Optional.empty() : Optional.of(body.readByteArray(length));
        } catch (IOException _) {
            return Optional.empty(); // the status says enough
        }
    }

    private static Optional<S3Error> of(byte[] body) {
        try {
            return of(S3Xml.read(new ByteArrayInputStream(body)));
        } catch (XMLStreamException | IOException _) {
            return Optional.empty(); // what stands before a store answers in HTML
        }
    }

    /** What an element says, if it is an error. */
    static Optional<S3Error> of(S3Xml xml) {
        if (!xml.name().equals("Error")) {
            return Optional.empty();
        }
        return Optional.of(
                new S3Error(
                        xml.told("Code").map(S3Error::printable).orElse(""),
                        xml.told("Message").map(S3Error::printable).orElse(""),
                        xml.told("Region").map(S3Error::printable)));
    }

    private static String printable(String text) {
        String plain = text.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= LONGEST_MESSAGE
                ? plain
                : plain.substring(0, LONGEST_MESSAGE) + "...";
    }
}
