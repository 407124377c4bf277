package dev.cardea.server.config;

import java.util.Set;
import java.util.regex.Pattern;

/** Tells which variables of the environment are meant for the configuration. Stateless. */
final class Variables {
    private static final String PREFIX = "CARDEA_";

    /** Read by the start script; no keys. */
    private static final Set<String> OF_THE_LAUNCHER =
            Set.of("CARDEA_HOME", "CARDEA_JAVA_HOME", "CARDEA_JAVA_OPTS", "CARDEA_CONFIG");

    /** What Kubernetes adds to every container beside a service that is called cardea. */
    private static final Pattern OF_KUBERNETES =
            Pattern.compile(
                    "CARDEA_(?:[A-Z0-9_]+_)?(?:SERVICE_(?:HOST|PORT(?:_[A-Z0-9_]+)?)"
                            + "|PORT_[0-9]+_[A-Z0-9_]+)");

    /** And this, which ends like a key and holds an address. */
    private static final Pattern PORT_OF_KUBERNETES =
            Pattern.compile("CARDEA_(?:[A-Z0-9_]+_)?PORT");

    private static final Pattern ADDRESS = Pattern.compile("[a-z]+://.*");

    private Variables() {}

    /** Whether it is a mistake if that variable names no key. */
    static boolean meantForKeys(String name, String value) {
        return name.startsWith(PREFIX)
                && !OF_THE_LAUNCHER.contains(name)
                && !OF_KUBERNETES.matcher(name).matches()
                && !(PORT_OF_KUBERNETES.matcher(name).matches()
                        && ADDRESS.matcher(value).matches());
    }
}
