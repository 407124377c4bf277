package dev.cardea.server.cli;

import org.jspecify.annotations.Nullable;

/** Which build this is. Stateless. */
public final class Version {
    private Version() {}

    /** The release, from the jar's manifest; "development" when it runs from class files. */
    public static String release() {
        @Nullable String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** The release, the Java it runs on and the machine, in one line. */
    public static String text() {
        return "cardea %s, Java %s, %s %s"
                .formatted(
                        release(),
                        Runtime.version(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"));
    }
}
