package dev.immichpg.demo;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A Postgres bundle, unpacked and with an empty cluster, kept in the temporary directory from one run to the next.
 * Nobody writes to it: each server works on a copy of its own (hard links and a copied cluster: a tenth of a second).
 */
final class Binaries {
    private static final String JARS_PROPERTY = "immich-pg.demo.postgres";
    /** Raise it when what is prepared changes: the name of what is kept holds it. */
    private static final int LAYOUT = 4;

    private final Path home;

    private Binaries(Path home) {
        this.home = home;
    }

    static synchronized Binaries of(int major) {
        try {
            Path cache = cacheDirectory();
            Path home = cache.resolve(major + "-" + LAYOUT + "-" + checksum(major));
            if (!Files.isDirectory(home)) {
                prepare(major, cache, home);
            }
            return new Binaries(home);
        } catch (IOException e) {
            throw new UncheckedIOException("Postgres " + major + " cannot be unpacked", e);
        }
    }

    /** The bundle as it was shipped: its contrib modules are what a changed package goes back to. */
    Path pristineExtensions() {
        return home.resolve("pg/share/postgresql/extension");
    }

    /** Gives a server its own bundle, in {@code work/pg}, and its own cluster. */
    void copyTo(Path work, Path data) throws IOException {
        copyTree(home.resolve("pg"), work.resolve("pg"), true);
        copyTree(home.resolve("data"), data, false);
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }

    private static void prepare(int major, Path cache, Path home) throws IOException {
        Path unfinished = Files.createTempDirectory(cache, major + "-unfinished-");
        try {
            Path pg = Files.createDirectory(unfinished.resolve("pg"));
            unpack(major, pg);
            StandInLibrary.writeAll(major, pg.resolve("lib/postgresql"));
            Os.run(
                    Os.asOrdinaryUser(List.of(
                            pg.resolve("bin/initdb").toString(),
                            "--pgdata=" + unfinished.resolve("data"),
                            "--username=postgres",
                            "--auth=trust",
                            "--encoding=UTF8",
                            "--locale=C",
                            "--wal-segsize=1",
                            "--data-checksums",
                            "--no-sync",
                            "--no-instructions")),
                    unfinished.resolve("initdb.log"));
            try {
                Files.move(unfinished, home);
            } catch (FileSystemException e) {
                if (!Files.isDirectory(home)) { // else another process was faster
                    throw e;
                }
            }
        } finally {
            deleteTree(unfinished);
        }
    }

    private static void unpack(int major, Path target) throws IOException {
        try (ZipInputStream jar = new ZipInputStream(open(major))) {
            for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
                if (entry.getName().endsWith(".txz")) {
                    untar(new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(jar, 1 << 16))), target);
                    return;
                }
            }
        }
        throw new IOException("no .txz in the bundle of Postgres " + major);
    }

    private static void untar(TarArchiveInputStream tar, Path target) throws IOException {
        for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
            Path file = target.resolve(entry.getName()).normalize();
            if (!file.startsWith(target)) {
                throw new IOException("entry outside of its archive: " + entry.getName());
            }
            if (entry.isDirectory()) {
                Files.createDirectories(file);
                continue;
            }
            Files.createDirectories(file.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
            } else if (entry.isLink()) {
                Files.createLink(file, target.resolve(entry.getLinkName()));
            } else {
                Files.copy(tar, file);
                if ((entry.getMode() & 0100) != 0) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
        }
    }

    /** From the class path (the demo carries its own), else from the directory that the build filled. */
    static boolean exist(int major) {
        return Binaries.class.getResource("/postgres/" + major + ".jar") != null || Files.exists(jar(major));
    }

    private static Path jar(int major) {
        return Path.of(System.getProperty(JARS_PROPERTY, "target/postgres"), major + ".jar");
    }

    private static InputStream open(int major) throws IOException {
        InputStream resource = Binaries.class.getResourceAsStream("/postgres/" + major + ".jar");
        if (resource != null) {
            return resource;
        }
        Path jar = jar(major);
        if (!Files.exists(jar)) {
            throw new IOException(jar.toAbsolutePath() + " is missing: ./mvnw generate-test-resources copies it");
        }
        return Files.newInputStream(jar);
    }

    private static String checksum(int major) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = new CheckedInputStream(open(major), crc)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Long.toHexString(crc.getValue());
    }

    private static Path cacheDirectory() throws IOException {
        Path directory = Path.of(System.getProperty("java.io.tmpdir"), "immich-pg-cache-" + Os.user());
        Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (!Os.isOwnedByUs(directory)) {
            throw new IOException(directory + " belongs to someone else");
        }
        return directory;
    }

    private static void copyTree(Path from, Path to, boolean link) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectory(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(file).toString());
                if (link && !attributes.isSymbolicLink()) {
                    try {
                        Files.createLink(copy, file);
                        return FileVisitResult.CONTINUE;
                    } catch (FileSystemException | UnsupportedOperationException e) {
                        // another file system: copy
                    }
                }
                Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void deleteTree(Path directory) throws IOException {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> all = new ArrayList<>();
        try (var walk = Files.walk(directory)) {
            walk.forEach(all::add);
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.deleteIfExists(all.get(i));
        }
    }
}
