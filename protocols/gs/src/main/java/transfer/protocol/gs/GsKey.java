package transfer.protocol.gs;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.Secret;

/** What proves to Google who we are, as the user keeps it. No form of it prints a secret. */
sealed interface GsKey {
    /** Who owns what is made, where the file says it. */
    Optional<String> project();

    /** Where it was found. */
    String origin();

    /**
     * A file of Google's own programs: the key of a service account, a user's log-in, a federated
     * identity.
     */
    record Json(Secret document, Optional<String> project, String origin) implements GsKey {}

    /**
     * The key of a service account in the older form, which does not say whose it is.
     *
     * @param server where tokens are had, if not at Google's
     */
    record Pkcs12(
            String email,
            Pkcs12File file,
            Optional<String> server,
            Optional<String> project,
            String origin)
            implements GsKey {}

    /**
     * @param password as good as always the one that everybody knows
     */
    record Pkcs12File(Secret base64, Secret password) {}

    /** A user's log-in in the words of a boto file. */
    record Refresh(String client, Refreshing secrets, Optional<String> project, String origin)
            implements GsKey {}

    /**
     * @param server where tokens are had, if not at Google's
     */
    record Refreshing(Secret clientSecret, Secret token, Optional<String> server) {}

    /**
     * What an account comes down to; empty for nobody in particular.
     *
     * @throws CredentialException when it cannot be used
     */
    static Optional<GsKey> of(Credential.GoogleAccount account) throws CredentialException {
        if (account.key().isPresent()) {
            Path file = account.key().get();
            return Optional.of(json(file, account.read(file), account.origin()));
        }
        if (account.boto().isPresent()) {
            return Optional.of(ofBoto(account));
        }
        if (account.pkcs12().isPresent()) {
            throw new CredentialException(
                    "the key "
                            + account.pkcs12().get()
                            + " does not say whose it is: BOTO_CONFIG has to name a file with"
                            + " gs_service_client_id");
        }
        return Optional.empty();
    }

    private static GsKey json(Path file, byte[] bytes, String origin) throws CredentialException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            JsonObject document = JsonParser.parseString(text).getAsJsonObject();
            Optional<String> project =
                    GsObject.text(document, "project_id")
                            .or(() -> GsObject.text(document, "quota_project_id"));
            return new Json(new Secret(text), project, origin);
        } catch (JsonParseException | IllegalStateException _) {
            // without the cause, which would quote the file
            throw new CredentialException(
                    "the Google credentials file "
                            + file
                            + " is no JSON document (from "
                            + origin
                            + ")");
        }
    }

    private static GsKey ofBoto(Credential.GoogleAccount account) throws CredentialException {
        Path file = account.boto().get();
        GsBoto boto = GsBoto.parse(new String(account.read(file), StandardCharsets.UTF_8));
        Optional<String> project = boto.value("GSUtil", "default_project_id");
        Optional<Path> named =
                account.pkcs12().isPresent()
                        ? account.pkcs12()
                        : path(file, boto.value("Credentials", "gs_service_key_file"));
        if (named.isPresent()) {
            return serviceKey(account, boto, named.get(), project);
        }
        Optional<String> refresh = boto.value("Credentials", "gs_oauth2_refresh_token");
        if (refresh.isPresent()) {
            Optional<String> client = boto.value("OAuth2", "client_id");
            Optional<String> secret = boto.value("OAuth2", "client_secret");
            if (client.isEmpty() || secret.isEmpty()) {
                throw new CredentialException(
                        file
                                + " has a refresh token, but not the client that it was given to:"
                                + " client_id and client_secret in [OAuth2]");
            }
            Refreshing secrets =
                    new Refreshing(
                            new Secret(secret.get()), new Secret(refresh.get()), tokenServer(boto));
            return new Refresh(client.get(), secrets, project, account.origin());
        }
        boolean hmac = boto.value("Credentials", "gs_access_key_id").isPresent();
        throw new CredentialException(
                hmac
                        ? file
                                + " has HMAC keys only (gs_access_key_id), which are for the store's"
                                + " S3 interface: use them with s3:// and the endpoint"
                                + " https://storage.googleapis.com, or give gs:// a service"
                                + " account's key"
                        : file
                                + " has no credentials for gs: neither gs_service_key_file nor"
                                + " gs_oauth2_refresh_token in [Credentials]");
    }

    private static Optional<Path> path(Path boto, Optional<String> named)
            throws CredentialException {
        try {
            return named.map(Path::of);
        } catch (InvalidPathException _) {
            throw new CredentialException("gs_service_key_file in " + boto + " is no file name");
        }
    }

    private static GsKey serviceKey(
            Credential.GoogleAccount account, GsBoto boto, Path file, Optional<String> project)
            throws CredentialException {
        byte[] bytes = account.read(file);
        if (bytes.length > 0 && (bytes[0] == '{' || Character.isWhitespace(bytes[0]))) {
            Json key = (Json) json(file, bytes, account.origin());
            return new Json(
                    key.document(), project.isPresent() ? project : key.project(), key.origin());
        }
        String email =
                boto.value("Credentials", "gs_service_client_id")
                        .orElseThrow(() ->
                                new CredentialException(
                                        "the key "
                                                + file
                                                + " does not say whose it is:"
                                                + " gs_service_client_id is missing in "
                                                + account.boto().get()));
        String password =
                boto.value("Credentials", "gs_service_key_file_password").orElse("notasecret");
        String base64 = java.util.Base64.getEncoder().encodeToString(bytes);
        Pkcs12File key = new Pkcs12File(new Secret(base64), new Secret(password));
        return new Pkcs12(email, key, tokenServer(boto), project, account.origin());
    }

    private static Optional<String> tokenServer(GsBoto boto) {
        return boto.value("OAuth2", "provider_token_uri");
    }
}
