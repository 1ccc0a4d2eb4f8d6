package dev.immichpg.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtHandler;

/**
 * How systemd's journal wants it: a line for each event, and its priority before it (sd-daemon(3)). The journal itself adds the time.
 * So {@code journalctl -p warning} shows what is wrong, and nothing else.
 */
public final class JournalFormat extends Formatter {

    private static final int ERROR = 3;
    private static final int WARNING = 4;
    private static final int INFO = 6;
    private static final int DEBUG = 7;

    /** Before a line on standard error that says why the agent does not start. */
    public static final String OF_ERROR = "<" + ERROR + ">";

    /**
     * Whether what this process writes there goes to the journal: systemd says so by the numbers of its socket, which are
     * inherited also by programs whose output was sent elsewhere.
     *
     * @param descriptor 1: standard output; 2: standard error
     */
    public static boolean isJournal(int descriptor, Map<String, String> environment) {
        String journal = environment.get("JOURNAL_STREAM");
        if (journal == null) {
            return false;
        }
        try {
            Map<String, Object> socket =
                    Files.readAttributes(Path.of("/proc/self/fd", String.valueOf(descriptor)), "unix:dev,ino");
            return journal.equals(socket.get("dev") + ":" + socket.get("ino"));
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** For all that is logged from now on. */
    public static void use() {
        use(Logger.getLogger("").getHandlers());
    }

    /** Quarkus' own stand behind one that collects what is logged before they are there. */
    private static void use(Handler... handlers) {
        for (Handler handler : handlers) {
            if (handler instanceof ExtHandler several && several.getHandlers().length > 0) {
                use(several.getHandlers());
            } else {
                handler.setFormatter(new JournalFormat());
            }
        }
    }

    @Override
    public String format(LogRecord event) {
        StringBuilder text = new StringBuilder(formatMessage(event));
        for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
            text.append('\n').append(cause);
        }
        return "<" + priority(event.getLevel()) + ">" + text.toString().strip().replaceAll("\\s*\\R\\s*", " | ") + "\n";
    }

    private static int priority(Level level) {
        if (level.intValue() >= Level.SEVERE.intValue()) {
            return ERROR;
        }
        if (level.intValue() >= Level.WARNING.intValue()) {
            return WARNING;
        }
        return level.intValue() >= Level.INFO.intValue() ? INFO : DEBUG;
    }
}
