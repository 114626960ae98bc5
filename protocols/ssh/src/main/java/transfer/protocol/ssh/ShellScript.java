package transfer.protocol.ssh;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import transfer.protocol.ByteText;

/**
 * Commands for a POSIX shell in which every name stands for itself, whatever bytes it has (POSIX.1,
 * Shell Command Language, 2.2.2: between single quotes nothing but the single quote is special).
 */
final class ShellScript {
    /** Where the next name goes. */
    private static final String PLACE = "{}";

    private static final byte QUOTE = '\'';

    private ShellScript() {}

    /**
     * The bytes of a script.
     *
     * @param template the script with {@code {}} for each name, outside quotes
     * @param names as {@link ByteText} writes them, without NUL
     * @throws IllegalArgumentException when there are more or fewer names than places
     */
    static byte[] of(String template, String... names) {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        int from = 0;
        for (String name : names) {
            int place = template.indexOf(PLACE, from);
            if (place < 0) {
                throw new IllegalArgumentException("no place for a name: " + template);
            }
            script.writeBytes(ascii(template.substring(from, place)));
            script.writeBytes(quoted(ByteText.encode(name)));
            from = place + PLACE.length();
        }
        if (template.indexOf(PLACE, from) >= 0) {
            throw new IllegalArgumentException("a name is missing: " + template);
        }
        script.writeBytes(ascii(template.substring(from)));
        return script.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] quoted(byte[] name) {
        ByteArrayOutputStream quoted = new ByteArrayOutputStream();
        quoted.write(QUOTE);
        for (byte b : name) {
            if (b == QUOTE) {
                // ends the quotes, one quote by itself, begins them anew
                quoted.writeBytes(ascii("'\\'"));
            }
            quoted.write(b);
        }
        quoted.write(QUOTE);
        return quoted.toByteArray();
    }
}
