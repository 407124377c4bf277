package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.cardea.server.RawClient;
import dev.cardea.server.RunningServer;
import dev.cardea.server.config.Finding;
import dev.cardea.server.config.Loaded;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Date;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Section security, but for its bounds. */
@Timeout(60)
@ExtendWith(Trials.class)
class SecurityEffectsIT {
    private static final String KEY = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String SECRET = "security.jwt.secret: " + KEY;
    private static final int EXPIRY_OFFSET = 1 + 4 + 16 + 8;

    @TempDir private Path folder;

    private static String jwt(JWTClaimsSet.Builder claims) throws JOSEException {
        Date soon = Date.from(Instant.now().plusSeconds(60));
        JWTClaimsSet all = claims.subject("ann").expirationTime(soon).build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), all);
        token.sign(new MACSigner(KEY));
        return token.serialize();
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder();
    }

    /** The answer to HELLO: the type of the frame, or the name of the code of CLOSE. */
    private static String answer(RunningServer server, Frame.Hello hello) throws IOException {
        try (RawClient client = RawClient.connect(Trial.tcp(server))) {
            client.send(hello);
            return switch (client.read()) {
                case Frame.Close close -> String.valueOf(CloseCode.of(close.code()));
                case Frame frame -> frame.getClass().getSimpleName();
            };
        }
    }

    private static String signIn(RunningServer server, JWTClaimsSet.Builder claims)
            throws IOException, JOSEException {
        return answer(server, RawClient.hello("jwt", jwt(claims)));
    }

    @Test
    @Effect("security.development_login")
    void takesNamesWithoutProofOnlyIfItIsSaid(Trial trial) throws Exception {
        RunningServer server = trial.start("security.development_login: false", SECRET);
        assertThat(answer(server, RawClient.hello("dev", "ann"))).isEqualTo("AUTH_FAILED");
        assertThat(answer(trial.start(), RawClient.hello("dev", "ann"))).isEqualTo("Welcome");
    }

    /** The host is loopback, but spelt in a way that the rules take for public. */
    @Test
    @Effect("security.allow_insecure")
    void liftsTheRulesForPublicAddresses(Trial trial) throws Exception {
        String listener = "listeners: [{host: 127.1, port: 0}]";
        assertThat(((Loaded.Bad) trial.load(listener)).mistakes())
                .extracting(Finding::key)
                .contains("listeners[0].host", "security.development_login");
        RunningServer server = trial.start(listener, "security.allow_insecure: true");
        assertThat(answer(server, RawClient.hello("dev", "ann"))).isEqualTo("Welcome");
    }

    @Test
    @Effect("security.session_keys")
    void sessionsOutliveTheServerThatKeepsItsKey(Trial trial) throws Exception {
        Path file = Files.writeString(folder.resolve("session.key"), KEY);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        String key = "security.session_keys: file:" + file;
        Guest guest = trial.signIn(trial.start(key), "ann");
        Frame.Hello again = RawClient.resume(guest.welcome.token());
        assertThat(answer(trial.start(key), again)).isEqualTo("Welcome");
        assertThat(answer(trial.start(), again)).isEqualTo("AUTH_FAILED");
    }

    @Test
    @Effect("security.session_lifetime")
    void tokensAreGoodForTheirLifetime(Trial trial) throws Exception {
        RunningServer server = trial.start("security.session_lifetime: 1m");
        Frame.Welcome welcome = trial.signIn(server, "ann").welcome;
        assertThat(welcome.tokenLifetimeSeconds()).isEqualTo(60);
        long expiry = ByteBuffer.wrap(welcome.token().toArray()).getLong(EXPIRY_OFFSET);
        assertThat(expiry - welcome.serverMicros() / 1_000_000).isEqualTo(60);
    }

    @Test
    @Effect("security.origins")
    void letsInPagesOfItsOrigins(Trial trial) throws Exception {
        RunningServer server = trial.start("security.origins: [https://game.example]");
        assertThat(upgrade(server, "https://game.example")).contains("101");
        assertThat(upgrade(server, "https://other.example")).contains("403");
    }

    private static String upgrade(RunningServer server, String origin) throws IOException {
        String request =
                "GET /cardea HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: cardea.1\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: "
                        + origin
                        + "\r\n\r\n";
        try (Socket socket =
                new Socket(Trial.web(server).getAddress(), Trial.web(server).getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new Scanner(socket.getInputStream(), StandardCharsets.US_ASCII).nextLine();
        }
    }

    @Test
    @Effect("security.jwt.secret")
    void takesTokensOfTheAccountService(Trial trial) throws Exception {
        assertThat(signIn(trial.start(SECRET), claims())).isEqualTo("Welcome");
        assertThat(signIn(trial.start(), claims())).isEqualTo("AUTH_FAILED");
    }

    @Test
    @Effect("security.jwt.issuer")
    void takesTokensOfItsIssuerAlone(Trial trial) throws Exception {
        RunningServer server = trial.start(SECRET, "security.jwt.issuer: accounts");
        assertThat(signIn(server, claims().issuer("accounts"))).isEqualTo("Welcome");
        assertThat(signIn(server, claims().issuer("others"))).isEqualTo("AUTH_FAILED");
    }

    @Test
    @Effect("security.jwt.audience")
    void takesTokensForItsAudienceAlone(Trial trial) throws Exception {
        RunningServer server = trial.start(SECRET, "security.jwt.audience: chess");
        assertThat(signIn(server, claims().audience("chess"))).isEqualTo("Welcome");
        assertThat(signIn(server, claims().audience("poker"))).isEqualTo("AUTH_FAILED");
    }
}
