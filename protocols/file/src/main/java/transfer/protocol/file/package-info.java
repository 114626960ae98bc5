/**
 * The schemes {@code file}, {@code symlink} and {@code moveto}: this machine's file systems,
 * through {@code java.nio.file}.
 *
 * <p>Every scheme reads, lists, digests and removes alike; they differ as destinations: {@code
 * file} gets a copy, {@code symlink} a symbolic link to the source, {@code moveto} the source
 * itself. Names are bytes and stay as they are. Whatever is made appears under its final name in
 * one step, by a rename from a hidden name in the same directory.
 *
 * <p>Two paths are one file when device and inode are the same (POSIX.1-2017, {@code
 * <sys/stat.h>}), never by the inode alone.
 */
package transfer.protocol.file;
