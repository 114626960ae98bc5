package transfer.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileComparisonTest {
    private final byte[] good = new byte[300_000];
    private byte[] bad;

    @BeforeEach
    void prepare() {
        new Random(7).nextBytes(good);
        bad = good.clone();
    }

    private FileComparison compared() throws IOException {
        return FileComparison.of(new ByteArrayInputStream(bad), new ByteArrayInputStream(good));
    }

    private void is(String shape, long first, long last, long bytes) throws IOException {
        assertEquals(new Damage(shape, first, last, bytes), compared().damage());
        assertTrue(
                compared().text().startsWith("The damage is " + shape + ":")
                        || shape.equals("other"));
    }

    @Test
    void theSameIsTold() throws IOException {
        assertTrue(compared().isSame());
        assertEquals("Both are the same, 300000 bytes.\n", compared().text());
    }

    @Test
    void aMissingEndIsTruncated() throws IOException {
        bad = Arrays.copyOf(good, 123);
        is("truncated", 123, 299_999, 299_877);
        bad = new byte[0];
        is("truncated", 0, 299_999, 300_000);
    }

    @Test
    void oneBit() throws IOException {
        bad[70_001] ^= 0x10;
        is("one-bit", 70_001, 70_001, 1);
        bad[70_001] ^= 0x01;
        is("region", 70_001, 70_001, 1);
    }

    @Test
    void aRegionOfOtherBytesWithItsPlace() throws IOException {
        byte[] foreign = new byte[1 << 16];
        new Random(8).nextBytes(foreign);
        foreign[0] = (byte) ~good[1 << 16];
        foreign[65_535] = (byte) ~good[(1 << 17) - 1];
        System.arraycopy(foreign, 0, bad, 1 << 16, 1 << 16);
        FileComparison compared = compared();
        assertEquals("region", compared.damage().shape());
        assertTrue(
                compared.text().contains("begins and ends at a multiple of 65536 bytes"),
                compared::text);
        assertTrue(compared.text().contains("stretches"), compared::text);
    }

    @Test
    void aHole() throws IOException {
        Arrays.fill(bad, 8192, 12_288, (byte) 0);
        good[8192] = 1;
        good[12_287] = 1;
        assertEquals("zeros", compared().damage().shape());
        assertEquals(8192, compared().damage().first());
    }

    @Test
    void swappedWordsAtEvenAndOddOffsets() throws IOException {
        for (int at : new int[] {100_000, 100_001}) {
            bad = good.clone();
            for (int i = 0; i < 2; i++) {
                bad[at + i] = good[at + 6 + i];
                bad[at + 6 + i] = good[at + i];
            }
            assertEquals("swapped-words", compared().damage().shape());
        }
    }

    @Test
    void swappedWordsThatShareABytesAreStillKnown() throws IOException {
        good[100] = good[102];
        bad[100] = good[100];
        bad[101] = good[103];
        bad[102] = good[102];
        bad[103] = good[101];
        assertEquals("swapped-words", compared().damage().shape());
    }

    @Test
    void aPageInPlaceOfTheFile() throws IOException {
        bad = "\n<!DOCTYPE html><title>Log in</title>".getBytes(StandardCharsets.UTF_8);
        is("web-page", 0, bad.length - 1, bad.length);
    }

    @Test
    void whatHasNoShape() throws IOException {
        bad[5] ^= 1;
        bad[200_000] ^= 1;
        is("other", 5, 200_000, 2);
        bad = Arrays.copyOf(good, good.length + 10);
        is("other", 300_000, 300_009, 10);
        bad = Arrays.copyOf(good, good.length - 10);
        bad[7] ^= 1;
        is("other", 7, 299_999, 11);
    }

    @Test
    void programsGetFields() throws IOException {
        bad[70_001] ^= 0x10;
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            compared().write(json);
            json.writeEndObject();
        }
        assertEquals(
                """
                {"same":false,"bytes_bad":300000,"bytes_good":300000,"shape":"one-bit",\
                "first":70001,"last":70001,"wrong":1,"stretches":1,"alignment":[]}\
                """,
                text.toString());
        assertFalse(compared().isSame());
    }
}
