package dev.immichpg.postgres;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.security.auth.login.LoginException;
import org.ietf.jgss.GSSException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The database could not be looked at. The message is one sentence for a human: what was tried, what came of it, what to
 * check; it holds no secret. The cause is for a debug log only.
 */
public final class UnreadableDatabase extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why, in the words that decide what a human looks at first. */
    public enum Reason {
        /** Nothing listens there, or the connection broke. */
        UNREACHABLE("nothing answers there, or the connection broke", "that Postgres runs and listens there"),
        /** Our own limit, and nothing that is wrong with the database. */
        NO_FILES_LEFT(
                "the agent has as many files and connections open as this machine allows it",
                "the limit of open files: ulimit -n, LimitNOFILE= (systemd), ulimits: nofile (compose)"),
        UNKNOWN_HOST("the host name is not known", "the name, and the DNS or container network of the agent"),
        /** Postgres or a pooler answers, but takes no connection now. */
        REFUSED("the server takes no connection now", "whether it starts, stops, recovers or has no connection left"),
        LOGIN("the login was refused", "the user, the password and pg_hba.conf"),
        NO_SUCH_DATABASE("there is no such database", "the name of the database"),
        TLS(
                "no secure connection was made",
                "the server's certificate, sslmode, and the files that sslrootcert, sslcert and" + " sslkey name"),
        TIMEOUT("it did not answer in time", "whether the server hangs or is overloaded, or raise the timeout"),
        /** Since Postgres 17; the agent switches it off for itself as the first thing in each transaction. */
        TRANSACTION_TIMEOUT(
                "the server ends each transaction that takes longer than its transaction_timeout",
                "transaction_timeout of the server, the database and the role, and set it to a second or more, or to 0"),
        /** Two of ours take a connection each, and nobody is served by a third. */
        LOGINS_UNFINISHED(
                "waiting, because two logins of this agent there have not ended yet",
                "in pg_locks and pg_stat_activity what they wait for (a lock on a catalog, a login event trigger), or"
                        + " whether the server hangs"),
        LOGINS_LATE(
                "waiting, because logins took too long: the agent tries again after a pause that grows, up to 5"
                        + " minutes",
                "whether the server hangs or is overloaded, or raise the timeout"),
        LOCKED(
                "somebody holds a lock on what must be read",
                "in pg_locks and pg_stat_activity which transaction holds it"),
        /** It is a native one, unpacked when it is first needed. */
        SOCKET_LIBRARY(
                "the library for unix sockets cannot be loaded",
                "that the temporary directory is mounted so that programs in it can run (docker: --tmpfs /tmp:exec)"),
        PERMISSION("the role lacks a privilege", "the grants of the monitor role"),
        UNEXPECTED_ANSWER("it answered something unexpected", "that this is Postgres 14 or newer");

        private final String what;
        private final String check;

        Reason(String what, String check) {
            this.what = what;
            this.check = check;
        }
    }

    /** A chain of causes may be a circle; this is more than any that was seen. */
    private static final int DEEPEST = 8;

    /** EMFILE and ENFILE, in the operating system's words. */
    private static final String NO_FILES_LEFT = "Too many open files";

    private final Reason reason;

    UnreadableDatabase(Target target, Reason reason, Throwable cause) {
        super(sentence(target, reason, cause), cause);
        this.reason = Objects.requireNonNull(reason);
    }

    /** Never fails and never finds nothing: what it does not know is an unexpected answer. */
    public static UnreadableDatabase of(Target target, SQLException failure) {
        return new UnreadableDatabase(target, reason(target, failure), failure);
    }

    /** The password's file cannot be read, so that not even a login was tried. */
    public static UnreadableDatabase of(Target target, UnreadablePassword failure) {
        return new UnreadableDatabase(target, Reason.LOGIN, failure);
    }

    public Reason reason() {
        return reason;
    }

    private static Reason reason(Target target, SQLException failure) {
        Optional<Reason> byState = serverWords(target, failure)
                .map(words -> ofPooler(String.valueOf(failure.getSQLState()), words)
                        .orElseGet(() -> ofServer(String.valueOf(failure.getSQLState()))));
        return byState.or(() -> ofCauses(failure))
                .orElseGet(() -> ofDriver(target, String.valueOf(failure.getSQLState())));
    }

    /** PgBouncer has one state for all that it refuses, and before 1.21 only its words, in English, say what. */
    private static Optional<Reason> ofPooler(String state, String words) {
        if (!state.equals("08P01")) {
            return Optional.empty();
        }
        if (words.startsWith("no such database")) {
            return Optional.of(Reason.NO_SUCH_DATABASE);
        }
        return words.contains("authentication failed") || words.startsWith("no such user")
                ? Optional.of(Reason.LOGIN)
                : Optional.empty();
    }

    /** The server itself said why. */
    private static Reason ofServer(String state) {
        return switch (state) {
            case "3D000", "57P04" -> Reason.NO_SUCH_DATABASE;
            case "42501" -> Reason.PERMISSION;
            case "55P03" -> Reason.LOCKED;
            case "57014", "25P03" -> Reason.TIMEOUT;
            case "25P04" -> Reason.TRANSACTION_TIMEOUT;
            // 55000: the database accepts no connections; 08P01: PgBouncer's word for nearly everything.
            case "55000", "57P01", "57P02", "57P03", "57P05", "08P01" -> Reason.REFUSED;
            default ->
                switch (state.substring(0, Math.min(2, state.length()))) {
                    case "28" -> Reason.LOGIN;
                    case "53", "08" -> Reason.REFUSED;
                    default -> Reason.UNEXPECTED_ANSWER;
                };
        };
    }

    /** The way there failed. The deepest cause that we know says it best. */
    private static Optional<Reason> ofCauses(Throwable failure) {
        Optional<Reason> found = Optional.empty();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof UnreadablePassword || isKerberos(cause)) {
                return Optional.of(Reason.LOGIN);
            } else if (cause instanceof Unacceptable refused) {
                return Optional.of(refused.reason());
            } else if (cause instanceof LinkageError) {
                // The driver logs in on a thread of its own, and hands on whatever ended it as a cause.
                return Optional.of(Reason.SOCKET_LIBRARY);
            } else if (cause instanceof IOException
                    && String.valueOf(cause.getMessage()).contains(NO_FILES_LEFT)) {
                return Optional.of(Reason.NO_FILES_LEFT);
            } else if (cause instanceof UnknownHostException) {
                return Optional.of(Reason.UNKNOWN_HOST);
            } else if (cause instanceof SocketTimeoutException) {
                return Optional.of(Reason.TIMEOUT);
            } else if (cause instanceof EOFException || cause instanceof SocketException) {
                // Below an SSLException too: then it is the line that broke, not the trust.
                found = Optional.of(Reason.UNREACHABLE);
            } else if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
                found = Optional.of(Reason.TLS);
            } else if (cause instanceof IOException && found.isEmpty()) {
                found = Optional.of(Reason.UNREACHABLE);
            }
        }
        return found;
    }

    /** pgjdbc gave up by itself and left no cause. Its sentences are translated, so only states can be compared. */
    private static Reason ofDriver(Target target, String state) {
        boolean insists = target.tls().mode().insists() && !target.isSocket();
        return switch (state) {
            case "08001" -> Reason.TIMEOUT; // the login timeout; a refused connection has its cause
            case "08004" -> insists && !(target.password() instanceof Password.Absent) ? Reason.TLS : Reason.LOGIN;
            case "08006" -> insists ? Reason.TLS : Reason.UNREACHABLE;
            case "08P01" -> Reason.UNEXPECTED_ANSWER;
            case "28000", "28P01" -> Reason.LOGIN;
            default -> state.startsWith("08") ? Reason.UNREACHABLE : ofServer(state);
        };
    }

    private static String sentence(Target target, Reason reason, Throwable failure) {
        String tried = "Could not read " + target.describe() + " as user " + OneLine.of(target.user()) + ": ";
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            if (cause instanceof UnreadablePassword) {
                return tried + cause.getMessage();
            }
        }
        return tried
                + reason.what
                + serverWords(target, failure)
                        .or(() -> ownWords(target, reason, failure))
                        .map(words -> " (" + words + ")")
                        .orElse("")
                + "; check "
                + reason.check
                + ".";
    }

    /** The server asked for gss or sspi, and the driver went looking for a ticket. */
    private static boolean isKerberos(Throwable cause) {
        return cause instanceof LoginException || cause instanceof GSSException;
    }

    private static boolean asksForKerberos(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            if (isKerberos(cause)) {
                return true;
            }
        }
        return false;
    }

    /** What we know more exactly than the reason says, where the server said nothing. */
    private static Optional<String> ownWords(Target target, Reason reason, Throwable failure) {
        Optional<String> unacceptable = unacceptable(failure);
        if (unacceptable.isPresent()) {
            return unacceptable;
        }
        if (reason == Reason.LOGIN && asksForKerberos(failure)) {
            return Optional.of("it asks for Kerberos, gss or sspi, which this agent does not speak");
        }
        if (reason == Reason.LOGIN && target.password() instanceof Password.Absent) {
            return Optional.of("it asks for a password, but no password is configured");
        }
        if (reason != Reason.TLS) {
            return Optional.empty();
        }
        if (failure instanceof SQLException ofDriver && "08004".equals(ofDriver.getSQLState())) {
            return Optional.of("the server offers no TLS");
        }
        boolean untrusted = false;
        boolean expired = false;
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            untrusted |= cause instanceof CertPathBuilderException;
            expired |= cause instanceof CertificateExpiredException;
        }
        if (expired) {
            return Optional.of("its certificate has expired");
        }
        if (untrusted) {
            return Optional.of("its certificate is not signed by an authority that the agent trusts");
        }
        return failure.getCause() == null ? Optional.of("its certificate is not for this host name") : Optional.empty();
    }

    private static Optional<String> unacceptable(Throwable failure) {
        int depth = 0;
        for (Throwable cause = failure; cause != null && depth < DEEPEST; cause = cause.getCause(), depth++) {
            if (cause instanceof Unacceptable) {
                return Optional.of(cause.getMessage());
            }
        }
        return Optional.empty();
    }

    /** What the server said, on one line and without our password; empty when it was the driver that spoke. */
    private static Optional<String> serverWords(Target target, Throwable failure) {
        return failure instanceof PSQLException fromDriver
                ? Optional.ofNullable(fromDriver.getServerErrorMessage())
                        .map(ServerErrorMessage::getMessage)
                        .map(target.password()::hiddenIn)
                        .map(words -> OneLine.of(words.replaceAll("\\s+", " ")))
                        .map(words -> words.length() > 200 ? words.substring(0, 200) + "…" : words)
                : Optional.empty();
    }
}
