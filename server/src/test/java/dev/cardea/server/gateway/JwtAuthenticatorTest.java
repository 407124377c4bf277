package dev.cardea.server.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.cardea.session.Identity;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwtAuthenticatorTest {
    private static final String SECRET =
            "sixty-four octets are enough for HS256 and HS512 alike, are they not";
    private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000L);

    private final JwtAuthenticator judge =
            new JwtAuthenticator(SECRET.getBytes(US_ASCII), "accounts", "cardea", () -> NOW);

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("ann")
                .issuer("accounts")
                .audience("cardea")
                .expirationTime(Date.from(NOW.plusSeconds(60)));
    }

    private static String token(Consumer<JWTClaimsSet.Builder> change) {
        return token(JWSAlgorithm.HS256, SECRET, change);
    }

    private static String token(
            JWSAlgorithm algorithm, String secret, Consumer<JWTClaimsSet.Builder> change) {
        JWTClaimsSet.Builder claims = claims();
        change.accept(claims);
        SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims.build());
        try {
            token.sign(new MACSigner(secret));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    private Authenticator.Verdict judge(String token) {
        return judge.judge(FakeClient.bytes(token));
    }

    private void refuses(String token) {
        assertThat(judge(token)).isInstanceOf(Authenticator.Verdict.Refused.class);
    }

    @Test
    void acceptsWhatTheAccountServiceSigned() {
        assertThat(judge(token(claims -> {})))
                .isEqualTo(new Authenticator.Verdict.Accepted(new Identity("ann", "ann")));
        assertThat(judge(token(claims -> claims.claim("name", "Ann the Brave"))))
                .isEqualTo(
                        new Authenticator.Verdict.Accepted(new Identity("ann", "Ann the Brave")));
    }

    @Test
    void refusesWhatIsSignedWithAnotherKeyOrAlgorithmOrNotAtAll() {
        refuses(token(JWSAlgorithm.HS256, "another key of thirty-two bytes!", claims -> {}));
        refuses(token(JWSAlgorithm.HS512, SECRET, claims -> {}));
        refuses(new PlainJWT(claims().build()).serialize());
    }

    @Test
    void refusesWhatIsExpiredOrNotYetValidOrHasNoEnd() {
        refuses(token(claims -> claims.expirationTime(Date.from(NOW.minusSeconds(31)))));
        refuses(token(claims -> claims.notBeforeTime(Date.from(NOW.plusSeconds(31)))));
        refuses(token(claims -> claims.expirationTime(null)));
        assertThat(judge(token(claims -> claims.expirationTime(Date.from(NOW.minusSeconds(29))))))
                .isInstanceOf(Authenticator.Verdict.Accepted.class);
    }

    @Test
    void refusesWhatIsMeantForSomebodyElse() {
        refuses(token(claims -> claims.issuer("others")));
        refuses(token(claims -> claims.issuer(null)));
        refuses(token(claims -> claims.audience("elsewhere")));
    }

    @Test
    void refusesAccountsThatCanBeNone() {
        refuses(token(claims -> claims.subject(null)));
        refuses(token(claims -> claims.subject("")));
        refuses(token(claims -> claims.subject("a\nb")));
        refuses(token(claims -> claims.subject("x".repeat(65))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a.b.c", "e30.e30.e30", "\0\u00FF", "e30"})
    void refusesWhatIsNoToken(String text) {
        refuses(text);
    }

    @Test
    void refusesClaimsOfTheWrongTypeAndNestedWithoutEnd() {
        refuses(token(claims -> claims.claim("name", 5)));
        String bomb = Base64.getUrlEncoder().encodeToString("[".repeat(1_500).getBytes(US_ASCII));
        refuses(bomb + ".e30.e30");
        String object = "{\"a\":".repeat(300);
        String deep = Base64.getUrlEncoder().encodeToString(object.getBytes(US_ASCII));
        refuses(deep + "." + deep + ".e30");
    }

    @Test
    void answersEveryBentTokenWithoutThrowing() {
        SplittableRandom random = new SplittableRandom(7);
        byte[] good = token(claims -> {}).getBytes(US_ASCII);
        for (int i = 0; i < 2_000; i++) {
            byte[] bent = good.clone();
            int at = random.nextInt(bent.length);
            bent[at] = (byte) (bent[at] ^ (1 << random.nextInt(8)));
            assertThat(judge(new String(bent, ISO_8859_1))).isNotNull();
        }
    }
}
