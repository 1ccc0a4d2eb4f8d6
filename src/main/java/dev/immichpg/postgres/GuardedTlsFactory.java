package dev.immichpg.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Properties;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.postgresql.PGProperty;
import org.postgresql.ssl.DefaultJavaSSLFactory;
import org.postgresql.ssl.LibPQFactory;
import org.postgresql.util.PSQLException;

/**
 * The driver's own TLS, of which only what {@link BackendMessages} lets through is heard. Public and with a public constructor
 * because pgjdbc creates it by its name.
 */
public final class GuardedTlsFactory extends SSLSocketFactory {

    private final SSLSocketFactory driversOwn;

    /** @param driver all that pgjdbc was told; its {@code sslfactoryarg} names the factory that does the work */
    public GuardedTlsFactory(Properties driver) throws PSQLException {
        driversOwn = DefaultJavaSSLFactory.class.getName().equals(PGProperty.SSL_FACTORY_ARG.getOrDefault(driver))
                ? new DefaultJavaSSLFactory(driver)
                : new LibPQFactory(driver);
    }

    /** Has it used, where TLS is used. */
    static void wrap(Properties driver) {
        String factory = PGProperty.SSL_FACTORY.getOrDefault(driver);
        PGProperty.SSL_FACTORY_ARG.set(driver, factory == null ? LibPQFactory.class.getName() : factory);
        PGProperty.SSL_FACTORY.set(driver, GuardedTlsFactory.class.getName());
    }

    @Override
    public Socket createSocket(Socket line, String host, int port, boolean autoClose) throws IOException {
        SSLSocket tls = (SSLSocket) driversOwn.createSocket(line, host, port, autoClose);
        return new GuardedTlsSocket(tls, this::throwFaultOfKey);
    }

    /** Why the client's key could not be presented: the handshake itself does not say it. */
    private void throwFaultOfKey() throws IOException {
        if (driversOwn instanceof LibPQFactory withKey) {
            try {
                withKey.throwKeyManagerException();
            } catch (PSQLException fault) {
                throw new IOException(fault);
            }
        }
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return driversOwn.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return driversOwn.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("TLS begins on a line that stands");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        return createSocket("", port);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        return createSocket("", port);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
        return createSocket("", port);
    }
}
