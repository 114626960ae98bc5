package transfer.records;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keys as text: RFC 7468. */
final class Pem {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

    private Pem() {}

    /** The content of the first block with this label; empty when there is none. */
    static Optional<byte[]> read(byte[] file, String label) {
        Matcher blocks = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
        while (blocks.find()) {
            if (blocks.group(1).equals(label)) {
                try {
                    String base64 = blocks.group(2).replaceAll("\\s", "");
                    return Optional.of(Base64.getDecoder().decode(base64));
                } catch (IllegalArgumentException _) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    static boolean has(byte[] file, String label) {
        return new String(file, StandardCharsets.ISO_8859_1).contains("BEGIN " + label + "-");
    }
}
