package transfer.protocol;

/**
 * A mark that changes whenever a file's bytes do: a strong entity tag, a version or generation
 * number, or inode, size and time of change. Two equal marks of one URL mean equal bytes; the text
 * means nothing to anybody but the family that made it.
 */
public record Identity(String mark) {}
