package transfer.protocol.gs;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import transfer.credentials.Secret;
import transfer.protocol.TransferException;
import transfer.protocol.TransferUrl;

/**
 * With whom and as whom one account talks. Safe for use by many threads.
 *
 * @param home the server of the JSON API
 * @param project who owns what is made, and pays where those who ask do
 * @param payed buckets that have turned out to let those pay who ask
 */
record GsAccount(HttpUrl home, GsTokens tokens, Optional<String> project, Set<String> payed) {
    GsAccount(HttpUrl home, GsTokens tokens, Optional<String> project) {
        this(home, tokens, project, ConcurrentHashMap.newKeySet());
    }

    Optional<Secret> token(TransferUrl about) throws TransferException, InterruptedException {
        return tokens.token(about);
    }

    boolean renew(Secret refused) {
        return tokens.renew(refused);
    }

    String words() {
        return home.isHttps() || tokens instanceof GsTokens.Anonymous
                ? tokens.words()
                : "credentials are shown by TLS only, and it is not spoken to " + home;
    }

    void pays(String bucket) {
        payed.add(bucket);
    }

    /** Who pays for requests to this bucket, where that is us. */
    Optional<String> payer(String bucket) {
        return payed.contains(bucket) ? project : Optional.empty();
    }
}
