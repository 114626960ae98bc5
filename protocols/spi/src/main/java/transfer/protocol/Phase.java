package transfer.protocol;

/** Where in the work something failed, in the order in which the work is done. */
public enum Phase {
    /** The host's name had to become an address. */
    RESOLVE,
    /** A connection had to be made, to the server or to the proxy on the way to it. */
    CONNECT,
    /** Both ends had to agree on TLS and on who they are. */
    TLS,
    /** We had to show who we are. */
    LOGIN,
    /** The server had to take our request and begin to answer it. */
    REQUEST,
    /** The bytes had to pass. */
    BODY,
    /** The local file system had to do something. */
    LOCAL,
    /** What had passed was compared with what it should be. */
    VERIFY,
    /** The finished file had to get its final name. */
    PUBLISH
}
