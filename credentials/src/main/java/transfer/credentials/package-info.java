/**
 * Secrets by site and protocol: where they are kept, which one fits, and how they stay unseen.
 *
 * <p>{@link transfer.credentials.Credentials#standard} looks at these variables. A {@code <site>}
 * is the place's label with every hyphen as an underscore; its own variable comes before the
 * general one.
 *
 * <ul>
 *   <li>{@code PEGASUS_CREDENTIALS_<site>}, {@code PEGASUS_CREDENTIALS}: a credentials file. The
 *       section {@code [scheme://host:port]}, else {@code [host:port]}, speaks for a server, with
 *       the keys {@code header.<name>}, {@code username} and {@code password}, {@code token},
 *       {@code passphrase}. To plain {@code http} a password or a token goes only from the section
 *       with the scheme.
 *   <li>{@code BEARER_TOKEN_<site>}, {@code BEARER_TOKEN_FILE_<site>}: a token for every server of
 *       the site; {@code BEARER_TOKEN}, {@code BEARER_TOKEN_FILE} and the files of WLCG Bearer
 *       Token Discovery, for hosts that {@code BEARER_TOKEN_HOSTS} lists. Only over encrypted
 *       connections.
 *   <li>{@code X509_USER_PROXY_<site>}, {@code X509_USER_PROXY}: a client certificate, which a
 *       server sees only if it asks for one.
 *   <li>{@code SSH_PRIVATE_KEY_<site>}, {@code SSH_PRIVATE_KEY}: a private key for SSH.
 *   <li>{@code S3CFG}, {@code ~/.pegasus/credentials.conf}, {@code ~/.pegasus/s3cfg}: credentials
 *       files that are looked at after those above for the sections {@code [site]} and {@code
 *       [user@site]} of {@code s3://user@site/...}.
 *   <li>{@code AWS_...}, as they are, for {@code s3://bucket/key}.
 * </ul>
 *
 * <p>Every file must be readable by its owner alone, and the owner be us or root.
 */
package transfer.credentials;
