package transfer.planner;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads files that the user named, text in UTF-8. One that cannot be read to its end is a defect
 * that names it. A byte order mark at the beginning says nothing.
 */
final class InputText {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private InputText() {}

    /** Takes the text, as far as it wants. */
    interface Taker {
        void take(Reader text) throws IOException;
    }

    /**
     * @param name the file as the user named it
     */
    static void read(Path file, String name, Defects defects, Taker taker) {
        if (Files.isDirectory(file)) {
            defects.add(name, "", "is a directory, not a file");
            return;
        }
        try (Reader text = open(file)) {
            taker.take(text);
        } catch (CharacterCodingException e) {
            defects.add(new Defect(name, badLine(file), "", "is no text in UTF-8"));
        } catch (NoSuchFileException e) {
            defects.add(name, "", "there is no such file");
        } catch (IOException e) {
            defects.add(name, "", "cannot be read: " + e.getMessage());
        }
    }

    /** The whole text; an empty one where there is a defect. */
    static String whole(Path file, String name, Defects defects) {
        StringBuilder whole = new StringBuilder();
        read(file, name, defects, text -> whole.append(text.readAllAsString()));
        int nul = whole.indexOf("\0");
        if (nul >= 0) {
            int line = 1 + (int) whole.chars().limit(nul).filter(c -> c == '\n').count();
            defects.add(new Defect(name, line, "", "holds the character NUL: is no text"));
            return "";
        }
        return whole.toString();
    }

    /** The first line that says something; empty where there is none or the file cannot be read. */
    static String firstLine(Path file) {
        try (BufferedReader text = open(file)) {
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                String words = line.strip();
                if (!words.isEmpty() && !words.startsWith("#") && !words.startsWith("---")) {
                    return words;
                }
            }
        } catch (IOException e) {
            // told when it is read as a whole
        }
        return "";
    }

    private static BufferedReader open(Path file) throws IOException {
        BufferedReader text = Files.newBufferedReader(file, StandardCharsets.UTF_8);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    /** No character of UTF-8 has a line end among its bytes. */
    private static int badLine(Path file) {
        int line = 1;
        try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file))) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            for (int next = bytes.read(); next >= 0; next = bytes.read()) {
                text.write(next);
                if (next == '\n') {
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text.toByteArray()));
                    text.reset();
                    line++;
                }
            }
            return line;
        } catch (CharacterCodingException e) {
            return line;
        } catch (IOException e) {
            return 0;
        }
    }
}
