package dev.cardea.server.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** What a host name of the configuration means, without asking a name server. Stateless. */
public final class Hosts {
    private static final Pattern LOOPBACK_V4 =
            Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    private Hosts() {}

    /**
     * Whether only this machine reaches an address; a name other than localhost is taken for
     * public.
     */
    public static boolean loopback(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost")
                || name.equals("::1")
                || name.equals("[::1]")
                || LOOPBACK_V4.matcher(name).matches();
    }
}
