package dev.immichpg;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** TLS to the agent of this machine, whose certificate is made out to the name that others use: it is not looked at. */
final class TrustingSocket {

    private TrustingSocket() {}

    static Socket over(Socket plain, InetSocketAddress listener) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Everybody()}, null);
            return context.getSocketFactory().createSocket(plain, listener.getHostString(), listener.getPort(), true);
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java has no TLS", e);
        }
    }

    /** Whether the agent speaks only to clients that have a certificate. */
    static boolean isForWantOfCertificate(IOException fault) {
        return fault instanceof SSLException
                && String.valueOf(fault.getMessage()).matches("(?s).*alert.*certificate.*");
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
