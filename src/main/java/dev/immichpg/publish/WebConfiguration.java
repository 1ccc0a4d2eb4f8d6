package dev.immichpg.publish;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who can read what the agent publishes, and whether on the way others can: what the web configuration file of Prometheus' exporters
 * says, as far as the agent supports it.
 *
 * @param tls empty: without
 * @param users bcrypt hashes of passwords by name; empty: nobody is asked for one
 * @param strictTransportSecurity the header of that name in every answer; empty: there is none
 * @see <a href="https://prometheus.io/docs/prometheus/latest/configuration/https/">its format</a>
 */
record WebConfiguration(Optional<Tls> tls, Map<String, String> users, Optional<String> strictTransportSecurity) {

    static final WebConfiguration OPEN = new WebConfiguration(Optional.empty(), Map.of(), Optional.empty());

    WebConfiguration {
        users = Map.copyOf(users);
    }

    /** Hashes are no secrets that anybody has to see. */
    @Override
    public String toString() {
        return "WebConfiguration[" + tls + ", " + users.size() + " users]";
    }

    /**
     * @param certificate PEM, with those that lead to its authority
     * @param key PEM, not encrypted
     * @param authorities PEM: of the clients' certificates; empty: clients are not asked for one
     * @param clients whether a client must have one
     * @param protocols as Java names them
     * @param suites as Java names them; empty: Java's own
     */
    record Tls(
            Buffer certificate,
            Buffer key,
            Optional<Buffer> authorities,
            ClientAuth clients,
            List<String> protocols,
            List<String> suites) {

        Tls {
            protocols = List.copyOf(protocols);
            suites = List.copyOf(suites);
        }

        @Override
        public String toString() {
            return "Tls" + protocols;
        }
    }
}
