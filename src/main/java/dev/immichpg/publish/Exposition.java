package dev.immichpg.publish;

import dev.immichpg.check.ReportText;
import dev.immichpg.publish.MetricFamily.Label;
import dev.immichpg.publish.MetricFamily.Value;
import io.prometheus.client.Collector;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Metric families as the bytes of a scrape: what Prometheus' client library writes for the same samples, without an object and four
 * texts for each of them. A thousand databases have 120,000 samples, of which nearly all have labels that others have too.
 */
final class Exposition {

    /** Of one family; a database can say anything, and what is new each time is not worth keeping. */
    private static final int LABELS_KEPT = 1_000;

    private static final byte[] ZERO = bytes("0.0\n");
    private static final byte[] ONE = bytes("1.0\n");

    private final boolean openMetrics;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private int used;

    /** @param openMetrics OpenMetrics 1.0.0 rather than the text format 0.0.4 */
    Exposition(boolean openMetrics, OutputStream out) {
        this.openMetrics = openMetrics;
        this.out = out;
    }

    /**
     * Whose samples a family has.
     *
     * @param labels that each of its samples has before those of the value, as {@link #database} writes them; empty: none
     */
    record Subject<T>(T of, byte[] labels) {}

    /** With the label of a database. */
    static <T> Subject<T> database(String name, T of) {
        return new Subject<>(of, bytes("database=\"" + escaped(name) + "\""));
    }

    /** Nothing at all if there is not one sample. */
    <T> void write(MetricFamily<T> family, List<Subject<T>> subjects) throws IOException {
        byte[] name = bytes(family.sampleName());
        Map<List<String>, byte[]> known = new HashMap<>();
        boolean begun = false;
        for (Subject<T> subject : subjects) {
            for (Iterator<Value> values = family.values().apply(subject.of()).iterator(); values.hasNext(); ) {
                Value value = values.next();
                if (!begun) {
                    add(head(family));
                    begun = true;
                }
                byte[] rest = known.get(value.labels());
                if (rest == null) {
                    rest = rest(family, subject.labels().length > 0, value.labels());
                    if (known.size() < LABELS_KEPT) {
                        known.put(value.labels(), rest);
                    }
                }
                add(name);
                if (subject.labels().length > 0) {
                    add('{');
                    add(subject.labels());
                }
                add(rest);
                add(number(value.number()));
            }
        }
    }

    void flush() throws IOException {
        out.write(buffer, 0, used);
        used = 0;
    }

    private byte[] head(MetricFamily<?> family) {
        String name = openMetrics ? family.name() : family.sampleName();
        String help = family.help().replace("\\", "\\\\").replace("\n", "\\n");
        String helpLine = "# HELP " + name + " " + (openMetrics ? help.replace("\"", "\\\"") : help) + "\n";
        String typeLine = "# TYPE " + name + " " + family.type().name().toLowerCase(Locale.ROOT) + "\n";
        return bytes(openMetrics ? typeLine + helpLine : helpLine + typeLine);
    }

    /** What comes between the label of the database and the number. */
    private byte[] rest(MetricFamily<?> family, boolean ofDatabase, List<String> values) {
        StringBuilder text = new StringBuilder();
        Iterator<Label> labels = family.labels()
                .subList(ofDatabase ? 1 : 0, family.labels().size())
                .iterator();
        for (String value : values) {
            String before = text.length() > 0 || ofDatabase ? "," : "{";
            text.append(before)
                    .append(labels.next().name())
                    .append("=\"")
                    .append(escaped(value))
                    .append('"');
        }
        if (ofDatabase || text.length() > 0) {
            text.append(openMetrics ? "}" : ",}");
        }
        return bytes(text.append(' ').toString());
    }

    private static byte[] number(double number) {
        if (number == 1) {
            return ONE;
        }
        return Double.doubleToLongBits(number) == 0 ? ZERO : bytes(Collector.doubleToGoString(number) + "\n");
    }

    private static String escaped(String value) {
        return ReportText.visible(value)
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void add(char ascii) throws IOException {
        if (used == buffer.length) {
            flush();
        }
        buffer[used++] = (byte) ascii;
    }

    private void add(byte[] bytes) throws IOException {
        if (bytes.length > buffer.length - used) {
            flush();
        }
        if (bytes.length > buffer.length) {
            out.write(bytes);
        } else {
            System.arraycopy(bytes, 0, buffer, used, bytes.length);
            used += bytes.length;
        }
    }
}
