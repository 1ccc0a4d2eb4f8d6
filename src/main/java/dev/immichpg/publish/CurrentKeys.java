package dev.immichpg.publish;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;

/**
 * The certificate of the agent's ports, which can change while they are open. Vert.x can replace all of a server's TLS as well, but
 * breaks connections that begin meanwhile.
 */
final class CurrentKeys extends X509ExtendedKeyManager {

    /** By generation. A handshake asks several times, and must get the key and the certificate of one of them. */
    private final Map<String, X509KeyManager> generations = new ConcurrentHashMap<>();

    private volatile int current;

    /** @throws Exception whatever parsers of strangers' files throw */
    static X509KeyManager manager(Buffer certificate, Buffer key) throws Exception {
        return (X509KeyManager) new PemKeyCertOptions()
                .setCertValue(certificate)
                .setKeyValue(key)
                .getKeyManagerFactory(null)
                .getKeyManagers()[0];
    }

    /** From now on; the one before ends with the handshakes that have begun. */
    void use(Buffer certificate, Buffer key) {
        try {
            int next = current + 1;
            generations.put(String.valueOf(next), manager(certificate, key));
            current = next;
            generations.remove(String.valueOf(next - 2));
        } catch (Exception e) {
            throw new IllegalStateException(e); // It was tried when the file was read.
        }
    }

    @Override
    public String chooseEngineServerAlias(String kind, Principal[] issuers, SSLEngine engine) {
        int now = current;
        X509KeyManager manager = generations.get(String.valueOf(now));
        String alias = manager == null ? null : manager.chooseServerAlias(kind, issuers, null);
        return alias == null ? null : now + ":" + alias;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        X509KeyManager manager = of(alias);
        return manager == null ? null : manager.getCertificateChain(plain(alias));
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        X509KeyManager manager = of(alias);
        return manager == null ? null : manager.getPrivateKey(plain(alias));
    }

    private X509KeyManager of(String alias) {
        return generations.get(alias.substring(0, alias.indexOf(':')));
    }

    private static String plain(String alias) {
        return alias.substring(alias.indexOf(':') + 1);
    }

    @Override
    public String chooseServerAlias(String kind, Principal[] issuers, Socket socket) {
        return chooseEngineServerAlias(kind, issuers, null);
    }

    @Override
    public String[] getServerAliases(String kind, Principal[] issuers) {
        String alias = chooseEngineServerAlias(kind, issuers, null);
        return alias == null ? null : new String[] {alias};
    }

    /** The agent is no client with it. */
    @Override
    public String[] getClientAliases(String kind, Principal[] issuers) {
        return null;
    }

    @Override
    public String chooseClientAlias(String[] kinds, Principal[] issuers, Socket socket) {
        return null;
    }
}
