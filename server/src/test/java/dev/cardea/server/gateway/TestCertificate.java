package dev.cardea.server.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/** A key and a certificate for 127.0.0.1 that it signed itself, as PEM files. Immutable. */
record TestCertificate(Path certificate, Path key) {
    private static final String PASSWORD = "not a secret";

    /** Makes them with the JDK's keytool. */
    static TestCertificate make(Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String options =
                " -genkeypair -alias test -keyalg EC -dname CN=test -ext san=ip:127.0.0.1"
                        + " -validity 2 -storetype PKCS12 -keystore ";
        ProcessBuilder builder = new ProcessBuilder((tool + options + store).split(" ", -1));
        builder.command().add("-storepass");
        builder.command().add(PASSWORD);
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("keytool: " + output);
        }
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        byte[] key = keys.getKey("test", PASSWORD.toCharArray()).getEncoded();
        return new TestCertificate(
                pem(
                        folder.resolve("certificate.pem"),
                        "CERTIFICATE",
                        keys.getCertificate("test").getEncoded()),
                pem(folder.resolve("key.pem"), "PRIVATE KEY", key));
    }

    private static Path pem(Path file, String what, byte[] content) throws IOException {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        String text = "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n";
        return Files.writeString(file, text);
    }
}
