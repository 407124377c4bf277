package dev.cardea.server.store.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;

/** What files and programs complain about, as one sentence for the operator. Stateless. */
final class Faults {
    private static final String FULL = "No space left on device";

    private Faults() {}

    /**
     * Of a file that could not be made, read or written.
     *
     * @param deed what was tried, such as {@code "write to"}
     * @param where the folder that it was tried with
     */
    static CannotStartPostgresException ofFiles(String deed, Path where, IOException fault) {
        if (fault instanceof CannotStartPostgresException said) {
            return said;
        }
        return new CannotStartPostgresException(
                "cannot " + deed + " " + where + ": " + reason(fault), fault);
    }

    private static String reason(IOException fault) {
        String message = String.valueOf(fault.getMessage());
        if (message.contains(FULL)) {
            return "there is no space left on its disk";
        }
        return switch (fault) {
            case AccessDeniedException denied ->
                    "this user has no right to " + denied.getFile() + " there";
            case FileAlreadyExistsException file -> file.getFile() + " is no folder";
            case NotDirectoryException file -> file.getFile() + " is no folder";
            case FileSystemException file when message.contains("Not a directory") ->
                    file.getFile() + " cannot be, as what is above it is no folder";
            default -> firstLine(message);
        };
    }

    /**
     * Of a program that ended with an error.
     *
     * @param program which
     * @param folder the data folder that it works on
     * @param said its last lines
     */
    static CannotStartPostgresException ofProgram(String program, Path folder, List<String> said) {
        String all = String.join("\n", said);
        if (all.contains(FULL)) {
            return new CannotStartPostgresException(
                    "there is no space left on the disk of " + folder + ": " + program + " ended");
        }
        if (all.contains("Permission denied") || all.contains("Operation not permitted")) {
            return new CannotStartPostgresException(
                    program + " may not use " + folder + ": " + heart(said));
        }
        if (all.contains("lock file \"postmaster.pid\" already exists")) {
            return new CannotStartPostgresException(
                    "another PostgreSQL runs on " + folder + ": stop it");
        }
        return new CannotStartPostgresException(
                program + " cannot work on " + folder + ": " + heart(said));
    }

    /** Whether what a program complained about passes by itself, soon. */
    static boolean passes(CannotStartPostgresException fault) {
        String message = String.valueOf(fault.getMessage());
        return message.contains("pre-existing shared memory block")
                || message.contains("could not create any TCP/IP sockets");
    }

    /** The line that says why: the first of the gravest, or the last of all. */
    private static String heart(List<String> said) {
        for (String line : said) {
            for (String mark : List.of("PANIC:", "FATAL:", "fatal:", "error:")) {
                int at = line.indexOf(mark);
                if (at >= 0) {
                    return line.substring(at + mark.length()).strip();
                }
            }
        }
        return said.isEmpty() ? "it said nothing" : said.getLast().strip();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
