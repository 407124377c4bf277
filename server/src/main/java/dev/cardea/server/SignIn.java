package dev.cardea.server;

import dev.cardea.server.config.Config;
import dev.cardea.server.config.Secret;
import dev.cardea.server.gateway.Authenticator;
import dev.cardea.server.gateway.DevelopmentAuthenticator;
import dev.cardea.server.gateway.JwtAuthenticator;
import dev.cardea.server.gateway.TokenKeys;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Who may come in, as the configuration has it. Stateless. */
final class SignIn {
    private static final int RANDOM_KEY_BYTES = 48;

    private SignIn() {}

    /** The configured keys for session tokens, or a random one that dies with the process. */
    static TokenKeys keys(Config.Security security) {
        List<byte[]> keys = new ArrayList<>();
        security.sessionKeys().stream().map(Secret::bytes).forEach(keys::add);
        if (keys.isEmpty()) {
            byte[] key = new byte[RANDOM_KEY_BYTES];
            new SecureRandom().nextBytes(key);
            keys.add(key);
        }
        return new TokenKeys(keys, security.sessionLifetime());
    }

    /** One authenticator for each way that is allowed. */
    static List<Authenticator> authenticators(Config.Security security) {
        List<Authenticator> all = new ArrayList<>();
        if (security.developmentLogin()) {
            all.add(new DevelopmentAuthenticator());
        }
        Config.Jwt jwt = security.jwt();
        if (jwt.secret().length() > 0) {
            all.add(
                    new JwtAuthenticator(
                            jwt.secret().bytes(), jwt.issuer(), jwt.audience(), Clock.systemUTC()));
        }
        return all;
    }
}
