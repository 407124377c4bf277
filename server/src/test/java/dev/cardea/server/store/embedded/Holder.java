package dev.cardea.server.store.embedded;

import dev.cardea.server.store.TestPostgres;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Another JVM with an embedded PostgreSQL, that can be killed. */
final class Holder implements AutoCloseable {
    private final Process jvm;
    private final long postmaster;

    private Holder(Process jvm, long postmaster) {
        this.jvm = jvm;
        this.postmaster = postmaster;
    }

    /** Starts one, and waits until its PostgreSQL runs. */
    static Holder on(Path folder) throws IOException {
        Process jvm =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Holder.class.getName(),
                                TestPostgres.cache().toString(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader said = jvm.inputReader();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("postmaster ")) {
                return new Holder(jvm, Long.parseLong(line.substring("postmaster ".length())));
            }
        }
        throw new IOException("the other JVM ended with " + jvm.onExit().join().exitValue());
    }

    /** Runs in the other JVM. */
    public static void main(String[] arguments) throws IOException {
        EmbeddedPostgres held =
                EmbeddedPostgres.start(Path.of(arguments[0]), Path.of(arguments[1]));
        System.out.println("postmaster " + held.process().pid());
        System.in.transferTo(OutputStream.nullOutputStream()); // until its end, or ours
        held.close();
    }

    long postmaster() {
        return postmaster;
    }

    /** Ends the JVM as a crash would; its PostgreSQL goes on. */
    void kill() {
        jvm.destroyForcibly().onExit().join();
    }

    /** Ends the JVM as it should. */
    @Override
    public void close() throws IOException {
        jvm.getOutputStream().close();
        jvm.onExit().join();
    }
}
