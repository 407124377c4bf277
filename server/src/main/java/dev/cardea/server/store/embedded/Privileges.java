package dev.cardea.server.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL runs, as it refuses to run as root: as ourselves, or with what precedes its
 * command if we are root. Immutable.
 *
 * @param prefix words before each command
 * @param user who must own the folder, by number; {@link #OURSELVES} if whoever made it does
 * @param group likewise
 */
record Privileges(List<String> prefix, int user, int group) {
    static final int OURSELVES = -1;
    static final Privileges OWN = new Privileges(List.of(), OURSELVES, OURSELVES);

    private static final int NOBODY = 65_534;
    private static final long TRIAL_SECONDS = 10;

    /**
     * Those for a folder. A folder that root has given to another user stays that user's. One of
     * root's is used from a user namespace, where we are nobody and the folder is ours; where the
     * machine forbids these, it is given to the user nobody.
     */
    static Privileges choose(Path folder) throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return OWN;
        }
        int owner = (int) Files.getAttribute(folder, "unix:uid");
        if (owner != 0) {
            return as(owner, (int) Files.getAttribute(folder, "unix:gid"));
        }
        Privileges namespace = new Privileges(List.of("unshare", "-U"), OURSELVES, OURSELVES);
        return namespace.work() ? namespace : as(NOBODY, NOBODY);
    }

    private static Privileges as(int user, int group) throws IOException {
        Privileges other =
                new Privileges(
                        List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups"),
                        user,
                        group);
        if (!other.work()) {
            throw new CannotStartPostgresException(
                    "PostgreSQL does not run as root, and neither unshare nor setpriv works here:"
                            + " run Cardea as another user");
        }
        return other;
    }

    /** Whether a command can be run so. */
    private boolean work() {
        try {
            Process trial =
                    new ProcessBuilder(with(List.of("true")))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!trial.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS)) {
                trial.destroyForcibly();
                return false;
            }
            return trial.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The command with what must precede it. */
    List<String> with(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    /** Makes the folder and all in it belong to whom PostgreSQL runs as. */
    void own(Path folder) throws IOException {
        if (user != OURSELVES) {
            FileTree.give(folder, user, group);
        }
    }
}
