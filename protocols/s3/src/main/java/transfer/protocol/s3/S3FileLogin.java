package transfer.protocol.s3;

import java.util.Optional;
import okhttp3.HttpUrl;
import transfer.credentials.Credential;
import transfer.credentials.CredentialException;
import transfer.credentials.Credentials;
import transfer.credentials.Secret;
import transfer.protocol.FailureKind;
import transfer.protocol.Phase;
import transfer.protocol.Place;
import transfer.protocol.TransferException;

/** A store and an identity that a credentials file tells of. */
final class S3FileLogin implements S3Login {
    private final Place place;
    private final Credentials credentials;
    private Credential.ObjectStore found;

    S3FileLogin(Place place, Credentials credentials) {
        this.place = place;
        this.credentials = credentials;
    }

    private synchronized Credential.ObjectStore store() throws TransferException {
        if (found == null) {
            found = find();
        }
        return found;
    }

    private Credential.ObjectStore find() throws TransferException {
        try {
            return credentials
                    .find(place.credentialQuery(), Credential.ObjectStore.class)
                    .orElseThrow(() -> failure(missing(), null));
        } catch (CredentialException e) {
            throw failure(e.getMessage(), e);
        }
    }

    private String missing() {
        return place.url().user().isEmpty()
                ? "only s3://USER@SITE/BUCKET/KEY can be used yet"
                : "no credentials, looked for: "
                        + String.join(
                                ", ",
                                credentials.searched(
                                        place.credentialQuery(), Credential.ObjectStore.class));
    }

    @Override
    public S3Site site() throws TransferException {
        Credential.Section section = store().store();
        HttpUrl endpoint = HttpUrl.parse(needed(section, "endpoint"));
        if (endpoint == null) {
            throw failure(section.where("endpoint") + ": is no http or https URL", null);
        }
        return new S3Site(endpoint, section.value("region").orElse("us-east-1"), true);
    }

    @Override
    public Optional<S3Keys> keys() throws TransferException {
        Credential.Section section = store().identity();
        return Optional.of(
                new S3Keys(
                        needed(section, "access_key"),
                        new Secret(needed(section, "secret_key")),
                        Optional.empty(),
                        section.origin()));
    }

    private String needed(Credential.Section section, String key) throws TransferException {
        Optional<String> value = section.value(key);
        if (value.isEmpty()) {
            throw failure(section.origin() + " has no " + key, null);
        }
        return value.get();
    }

    @Override
    public synchronized boolean renew(S3Keys refused) throws TransferException {
        found = null;
        return !keys().equals(Optional.of(refused));
    }

    private TransferException failure(String why, Throwable cause) {
        return new TransferException(
                        FailureKind.BAD_CREDENTIALS, place.url(), place.url() + ": " + why, cause)
                .during(Phase.LOGIN);
    }
}
