package dev.immichpg.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Authorities and what they sign, made by the JDK's keytool; as PEM files in a directory. */
public final class Certificates {

    private static final String PASSWORD = "in a test only";

    private final Path directory;
    private final Path store;

    public Certificates(Path directory) {
        this.directory = directory;
        this.store = directory.resolve("all.p12");
    }

    /** {@code <name>.crt} and {@code <name>.key}. */
    public void authority(String name) throws Exception {
        keytool(name, "-ext", "bc:critical", "-validity", "2");
        export(name);
    }

    /**
     * {@code <name>.crt} and {@code <name>.key}.
     *
     * @param validity as keytool has it
     */
    public void signed(String authority, String name, String subjectAlternativeName, String... validity)
            throws Exception {
        List<String> more = new ArrayList<>(List.of("-signer", authority, "-ext", "san=" + subjectAlternativeName));
        more.addAll(List.of(validity));
        keytool(name, more.toArray(String[]::new));
        export(name);
    }

    /** A server's, with the keys of all. */
    public SSLContext context() throws Exception {
        KeyStore all = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(all, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    public Path file(String name) {
        return directory.resolve(name);
    }

    private void keytool(String name, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ":\n" + output);
        }
    }

    private void export(String name) throws Exception {
        KeyStore all = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        Key key = all.getKey(name, PASSWORD.toCharArray());
        Certificate certificate = all.getCertificate(name);
        Files.writeString(file(name + ".crt"), pem("CERTIFICATE", certificate.getEncoded()));
        // Postgres and pgjdbc want it to be nobody else's.
        Path secret = Files.createFile(
                file(name + ".key"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, pem("PRIVATE KEY", key.getEncoded()));
    }

    private static String pem(String what, byte[] content) throws IOException {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + what
                + "-----\n";
    }
}
