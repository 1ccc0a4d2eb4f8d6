import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two versions of the reader beside each other: a block of examinations by the one, a block by the other, and so on, in one program and on
 * one server, so that what else the machine does falls on both. For benchmarks/examination.sh.
 *
 * <p>Arguments: blocks, examinations in a block, the directory of the libraries, and for each version its name, the directory
 * of its classes, its URL and the name of its user, by which its process at the server is known.
 */
public final class Examinations {

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private final String name;
    private final Object reader;
    private final Method read;
    private final String user;
    private final List<Double> server = new ArrayList<>();
    private final List<Double> agent = new ArrayList<>();
    private final List<Double> allocated = new ArrayList<>();

    private Examinations(String name, Path classes, Path libraries, String url, String user) throws Exception {
        this.name = name;
        this.user = user;
        List<URL> path = new ArrayList<>(List.of(classes.toUri().toURL()));
        try (Stream<Path> jars = Files.list(libraries)) {
            for (Path jar : jars.filter(file -> file.toString().endsWith(".jar")).toList()) {
                path.add(jar.toUri().toURL());
            }
        }
        ClassLoader loader = new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
        Class<?> timeouts = loader.loadClass("dev.immichpg.postgres.Timeouts");
        Class<?> target = loader.loadClass("dev.immichpg.postgres.Target");
        Class<?> type = loader.loadClass("dev.immichpg.postgres.CatalogReader");
        reader = type.getConstructor(target, Optional.class, boolean.class, timeouts)
                .newInstance(
                        loader.loadClass("dev.immichpg.postgres.ImmichUrl")
                                .getMethod("parse", String.class)
                                .invoke(null, url),
                        Optional.of("immich"),
                        false,
                        timeouts.getMethod("within", Duration.class).invoke(null, Duration.ofSeconds(60)));
        read = type.getMethod("read");
    }

    private void block(int examinations, boolean counts) throws Exception {
        read.invoke(reader);
        Path process = process();
        var sun = (com.sun.management.ThreadMXBean) THREAD;
        long bytes = sun.getThreadAllocatedBytes(Thread.currentThread().getId());
        long ofServer = nanos(process);
        long ofAgent = THREAD.getCurrentThreadCpuTime();
        for (int i = 0; i < examinations; i++) {
            read.invoke(reader);
        }
        if (counts) {
            agent.add((THREAD.getCurrentThreadCpuTime() - ofAgent) / 1e6 / examinations);
            server.add((nanos(process) - ofServer) / 1e6 / examinations);
            allocated.add((sun.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes) / 1024.0 / examinations);
        }
    }

    /** Time on a processor, in nanoseconds. */
    private static long nanos(Path process) throws IOException {
        return Long.parseLong(Files.readString(process.resolve("schedstat")).split(" ")[0]);
    }

    private Path process() throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(p -> p.getFileName().toString().matches("[0-9]+"))
                    .filter(this::isOurs)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private boolean isOurs(Path process) {
        try {
            return Files.readString(process.resolve("cmdline")).startsWith("postgres: " + user + " ");
        } catch (IOException e) {
            return false; // It has ended.
        }
    }

    /** Minimum and median. */
    private static String figures(List<Double> values, String format) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return String.format(format + ", " + format, sorted[0], sorted[sorted.length / 2]);
    }

    public static void main(String[] arguments) throws Exception {
        int blocks = Integer.parseInt(arguments[0]);
        int examinations = Integer.parseInt(arguments[1]);
        List<Examinations> versions = new ArrayList<>();
        for (int i = 3; i < arguments.length; i += 4) {
            versions.add(new Examinations(
                    arguments[i],
                    Path.of(arguments[i + 1]),
                    Path.of(arguments[2]),
                    arguments[i + 2],
                    arguments[i + 3]));
        }
        for (int block = -blocks / 2; block < blocks; block++) { // below zero it warms up
            for (Examinations version : versions) {
                version.block(examinations, block >= 0);
            }
        }
        System.out.println("| minimum and median of the blocks | server, ms of processor | agent, ms of processor | agent, kB allocated |");
        System.out.println("|---|---|---|---|");
        for (Examinations version : versions) {
            System.out.printf(
                    "| %s | %s | %s | %s |%n",
                    version.name,
                    figures(version.server, "%.2f"),
                    figures(version.agent, "%.2f"),
                    figures(version.allocated, "%.0f"));
        }
        System.exit(0);
    }
}
