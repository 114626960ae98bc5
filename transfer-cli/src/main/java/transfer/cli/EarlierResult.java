package transfer.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import transfer.checksum.Checksum;

/**
 * What a line of results that this program wrote says of a file that arrived.
 *
 * @param item its number in the list
 * @param sha256 of the bytes that passed, where any did
 */
record EarlierResult(int item, long bytes, Optional<Checksum> sha256) {
    private static final JsonFactory JSON = new JsonFactory();

    static EarlierResult parse(String line) throws IOException {
        int item = 0;
        long bytes = 0;
        Optional<Checksum> sha256 = Optional.empty();
        try (JsonParser json = JSON.createParser(line)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                switch (field) {
                    case "item" -> item = json.getIntValue();
                    case "bytes" -> bytes = json.getLongValue();
                    case "sha256" -> sha256 = Optional.of(Checksum.sha256(json.getText()));
                    default -> json.skipChildren();
                }
            }
        }
        return new EarlierResult(item, bytes, sha256);
    }
}
