package transfer.protocol.s3;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import transfer.credentials.Credentials;
import transfer.credentials.Site;
import transfer.protocol.NetworkSettings;
import transfer.protocol.Place;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/** A home and an environment, and who we are by them. */
final class LoginRig {
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();
    private Duration later = Duration.ZERO;
    private final S3Logins logins =
            new S3Logins(NetworkSettings.standard(), () -> Instant.now().plus(this.later));
    private Credentials credentials;

    LoginRig(Path home) {
        this.home = home;
        environment.put("HOME", home.toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
    }

    LoginRig with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** With a file below the home, private as it should be. */
    LoginRig withFile(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.createDirectories(file.getParent());
        // another file each time, so that it differs from the one before also within a clock's tick
        Path made = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.setAttribute(made, "unix:mode", 0600);
        Files.move(made, file, StandardCopyOption.REPLACE_EXISTING);
        return this;
    }

    /** Some minutes go by. */
    void later() {
        later = later.plusMinutes(3);
    }

    S3Login login(String url) throws Exception {
        return login(url, "");
    }

    S3Login login(String url, String site) throws Exception {
        if (credentials == null) {
            credentials = Credentials.standard(environment);
        }
        return logins.of(new Place(TransferUrl.parse(url), new Site(site)), credentials);
    }

    S3Keys keys(String url) throws Exception {
        return login(url).keys().orElseThrow();
    }

    String accessKey(String url) throws Exception {
        return keys(url).accessKey();
    }

    Optional<S3Keys> maybeKeys(String url) throws Exception {
        return login(url).keys();
    }

    S3Site site(String url) throws Exception {
        return login(url).service().site("bucket", Optional.empty());
    }

    /** The message of what goes wrong when keys are asked for. */
    TransferException refusal(String url) throws Exception {
        S3Login login = login(url);
        try {
            login.service();
            login.keys();
        } catch (TransferException e) {
            return e;
        }
        throw new AssertionError("nothing was wrong with " + url);
    }
}
