package dev.cardea.server.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.cardea.session.Identity;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * JSON Web Tokens (RFC 7519) of an account service, signed with HMAC-SHA-256 under a key that both
 * sides have. The claim {@code sub} is the account, {@code name} what others see, if it is there.
 * {@code exp} is required; {@code nbf} is kept where it is there; {@code iss} and {@code aud} where
 * the configuration names them. Immutable.
 */
public final class JwtAuthenticator implements Authenticator {
    /** How far the clocks of both sides may be apart. */
    static final Duration SKEW_MAX = Duration.ofSeconds(30);

    private static final String REFUSED = "the token is not valid here";

    private final MACVerifier verifier;
    private final String issuer;
    private final String audience;
    private final InstantSource clock;

    /**
     * @param secret the shared key, of at least 32 bytes
     * @param issuer what {@code iss} must be, or "": not looked at
     * @param audience what {@code aud} must hold, or "": not looked at
     */
    public JwtAuthenticator(byte[] secret, String issuer, String audience, InstantSource clock) {
        try {
            this.verifier = new MACVerifier(secret);
        } catch (JOSEException e) {
            throw new IllegalArgumentException("a key of under 32 bytes", e);
        }
        this.issuer = issuer;
        this.audience = audience;
        this.clock = clock;
    }

    @Override
    public String scheme() {
        return "jwt";
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Verdict judge(Bytes proof) {
        try {
            String text = new String(proof.toArray(), StandardCharsets.US_ASCII);
            SignedJWT token = SignedJWT.parse(text);
            boolean signed =
                    JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm())
                            && token.verify(verifier);
            return signed ? judge(token.getJWTClaimsSet()) : new Verdict.Refused(REFUSED);
        } catch (ParseException | JOSEException | IllegalArgumentException malformed) {
            return new Verdict.Refused(REFUSED);
        }
    }

    private Verdict judge(JWTClaimsSet claims) throws ParseException {
        Instant now = clock.instant();
        if (claims.getExpirationTime() == null
                || !claims.getExpirationTime().toInstant().isAfter(now.minus(SKEW_MAX))) {
            return new Verdict.Refused("the token expired");
        }
        if (claims.getNotBeforeTime() != null
                && claims.getNotBeforeTime().toInstant().isAfter(now.plus(SKEW_MAX))) {
            return new Verdict.Refused("the token is not valid yet");
        }
        if ((!issuer.isEmpty() && !issuer.equals(claims.getIssuer()))
                || (!audience.isEmpty() && !claims.getAudience().contains(audience))) {
            return new Verdict.Refused(REFUSED);
        }
        return identity(claims.getSubject(), claims.getStringClaim("name"));
    }

    private static Verdict identity(@Nullable String account, @Nullable String claimed) {
        if (account == null || !OwnerId.isKey(account)) {
            return new Verdict.Refused("the claim sub has 1 to 64 plain characters");
        }
        String name = claimed == null || !OwnerId.isKey(claimed) ? account : claimed;
        return new Verdict.Accepted(new Identity(account, name));
    }
}
