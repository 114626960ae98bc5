package transfer.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a local file cannot be used, in the words of the system: {@code /x: Permission denied}. */
final class IoReason {
    private IoReason() {}

    static String of(IOException failure) {
        if (!(failure instanceof FileSystemException file)) {
            return failure.getMessage() == null
                    ? failure.getClass().getSimpleName()
                    : failure.getMessage();
        }
        return file.getFile() + ": " + words(file);
    }

    /** The reason alone, as {@code strerror} has it. */
    static String words(FileSystemException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "No such file or directory";
            case AccessDeniedException _ -> "Permission denied";
            case FileAlreadyExistsException _ -> "File exists";
            case NotDirectoryException _ -> "Not a directory";
            default -> failure.getReason() == null ? "it failed" : failure.getReason();
        };
    }
}
