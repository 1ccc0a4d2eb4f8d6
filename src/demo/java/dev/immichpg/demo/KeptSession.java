package dev.immichpg.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A superuser's session beside the databases that are watched. Tests have so much done there that the logins alone would take a
 * server minutes. Nobody sees that it is always the same one: it forgets all that was set in it, and where it has ended, or
 * somebody else is at work in it, there is a new one.
 */
final class KeptSession implements AutoCloseable {

    /** What is done in it. */
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** How to log in. */
    interface Login {
        Connection connect() throws SQLException;
    }

    private static final int PATIENCE_SECONDS = 10;

    private final Login login;
    private final ReentrantLock turn = new ReentrantLock();
    private Connection kept;

    KeptSession(Login login) {
        this.login = login;
    }

    <T> T use(Work<T> work) throws SQLException {
        if (turn.isHeldByCurrentThread() || !turn.tryLock()) {
            try (Connection another = login.connect()) {
                return work.in(another);
            }
        }
        try {
            if (kept == null || !kept.isValid(PATIENCE_SECONDS)) {
                close();
                kept = login.connect();
            }
            try {
                return work.in(kept);
            } finally {
                forget();
            }
        } finally {
            turn.unlock();
        }
    }

    private void forget() {
        try (Statement statement = kept.createStatement()) {
            statement.execute("DISCARD ALL");
        } catch (SQLException e) {
            close(); // It was ended by what was done in it.
        }
    }

    @Override
    public void close() {
        if (kept != null) {
            try {
                kept.close();
            } catch (SQLException e) {
                // It is gone all the same.
            }
            kept = null;
        }
    }
}
