package dev.immichpg;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;

/** TLS to the agent of this machine, whose certificate is made out to the name that others use: it is not looked at. */
final class TrustingSocket {

    private final Nobody nobody = new Nobody();

    Socket over(Socket plain, InetSocketAddress listener) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {nobody}, new TrustManager[] {new Everybody()}, null);
            return context.getSocketFactory().createSocket(plain, listener.getHostString(), listener.getPort(), true);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    /**
     * Whether the agent has asked for a certificate. We have none. What then goes wrong may be anything, because the agent hangs up while
     * we still write: its word that one is required, or a connection that broke.
     */
    boolean lacksCertificate() {
        return nobody.wasAsked;
    }

    /** Has no certificate, and notices that one is asked for. */
    private static final class Nobody extends X509ExtendedKeyManager {

        private volatile boolean wasAsked;

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            wasAsked = true;
            return null;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return null;
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return null;
        }
    }

    private static final class Everybody implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
