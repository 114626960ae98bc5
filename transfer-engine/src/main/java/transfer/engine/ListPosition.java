package transfer.engine;

/**
 * Where in its list an item stands, for messages.
 *
 * @param item its number, from 1
 * @param line where it begins in the file, from 1; 0 when it comes from no file
 */
public record ListPosition(int item, int line) {}
