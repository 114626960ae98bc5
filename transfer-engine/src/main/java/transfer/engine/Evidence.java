package transfer.engine;

/** What a verified file was compared with. */
public enum Evidence {
    /** The digest that the list or its metadata named. */
    EXPECTED_CHECKSUM("the expected checksum"),
    /** The digest that the source server told. */
    SOURCE_DIGEST("the source's digest"),
    /** The digest that the destination server computed of what it stores. */
    DESTINATION_DIGEST("the destination's digest"),
    /** The digests that the destination server told of every part, as it took them. */
    DESTINATION_PARTS("the digests of its parts at the destination"),
    /** The stored bytes, read once more. */
    READ_BACK("reading it back"),
    /** The bytes of a local file, every one of which passed through us. */
    LOCAL_BYTES("the bytes of the local source"),
    /**
     * The length that the source announced or the destination reports; proves no more than that
     * nothing is missing.
     */
    SIZE("the size"),
    /** The directory entry itself: a link, a move, a directory. */
    NAME("the directory entry");

    private final String words;

    Evidence(String words) {
        this.words = words;
    }

    /** Fits after "verified against". */
    public String words() {
        return words;
    }

    /** Whether it proves the content, and not only its length. */
    public boolean provesContent() {
        return this != SIZE;
    }
}
