package transfer.diagnosis;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Lines of results for tests. */
final class Lines {
    private Lines() {}

    static InputStream of(String... lines) {
        return new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    static String done(int item) {
        return "{\"item\": %d, \"fingerprint\": \"f%d\", \"outcome\": \"done\", \"attempts\": []}"
                .formatted(item, item);
    }

    /** An item that a server did not have. */
    static String missing(int item, String host) {
        return answered(item, host, 404, "not_found");
    }

    /** An item that a server answered with a status. */
    static String answered(int item, String host, int status, String kind) {
        return """
        {"item": %d, "fingerprint": "f%d", "outcome": "failed",\
         "sources": ["https://%s/%d"], "destination": "file:///d/%d",\
         "failure": {"kind": "%s", "message": "the server answered %d so"}, "attempts": []}\
        """
                .formatted(item, item, host, item, item, kind, status);
    }
}
