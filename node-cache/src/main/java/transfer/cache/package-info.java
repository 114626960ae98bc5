/**
 * A directory of verified files that all processes of one user on one node share: each file is
 * there once, under its SHA-256, and an index leads to it from where it came from.
 *
 * <pre>
 * DIR/v1/objects/ab/abcd…   the files, read-only; when one was last used is its time of access
 * DIR/v1/index/12/1234…     one line each: what a source was, in one state of it, when it was kept
 * DIR/v1/incoming/KEY       what is being fetched; belongs to who has the turn for KEY
 * DIR/v1/locks              empty; each turn is a lock of one byte of it
 * </pre>
 *
 * <p>Everything gets its name in one step when it is whole, so a kill at any moment leaves nothing
 * wrong but files in {@code incoming}, which go away when nobody can have the turn that they belong
 * to. Locks end with their process. Another layout will be another directory beside {@code v1}.
 *
 * <p>Knows nothing of transfers; the front door is {@link transfer.cache.NodeCache}.
 */
package transfer.cache;
