package dev.cardea.server.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** A secret: the name of a file that holds it, or a variable of the environment. Immutable. */
record SecretText() implements ValueType<Secret> {
    private static final String FILE_PREFIX = "file:";
    private static final int FILE_BYTES_MAX = 4096;

    @Override
    public Secret read(Written written, Key key) throws WrongValueException {
        String text = written.text();
        if (text.isEmpty()) {
            return Secret.of("");
        }
        if (text.startsWith(FILE_PREFIX)) {
            return checked(fromFile(written), key);
        }
        if (!written.fromEnvironment() && !key.literalAllowed()) {
            throw new WrongValueException(
                    "a secret does not belong into this file; write file:PATH or ${VARIABLE}");
        }
        return checked(Secret.of(text), key);
    }

    private static Secret fromFile(Written written) throws WrongValueException {
        String name = written.text().substring(FILE_PREFIX.length());
        Path file = written.base().resolve(name);
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new WrongValueException(
                        file + " is longer than " + FILE_BYTES_MAX + " bytes");
            }
            if (readableByAll(file)) {
                throw new WrongValueException(
                        file
                                + " can be read by every user of this machine; run: chmod 600 "
                                + file);
            }
            return Secret.of(Files.readString(file, StandardCharsets.UTF_8).strip());
        } catch (NoSuchFileException e) {
            throw new WrongValueException(file + " does not exist");
        } catch (IOException e) {
            throw new WrongValueException(file + " cannot be read as UTF-8 text");
        }
    }

    private static boolean readableByAll(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
    }

    /** The range of a secret counts its bytes. */
    private static Secret checked(Secret secret, Key key) throws WrongValueException {
        if (key.min().isEmpty()) {
            return secret;
        }
        int bytesMin = Integer.parseInt(key.min());
        if (secret.length() < bytesMin) {
            throw new WrongValueException(
                    "is too short, "
                            + secret.length()
                            + " bytes; use at least "
                            + bytesMin
                            + " random ones (openssl rand -base64 48)");
        }
        if (secret.distinctBytes() < 8) {
            throw new WrongValueException(
                    "is no random key; make one with: openssl rand -base64 48");
        }
        return secret;
    }

    @Override
    public String show(Secret value) {
        return value.toString();
    }

    @Override
    public String describe(Key key) {
        String how =
                key.literalAllowed()
                        ? "file:PATH, ${VARIABLE} or text"
                        : "file:PATH or ${VARIABLE}";
        return key.min().isEmpty() ? how : how + ", at least " + key.min() + " bytes";
    }
}
