package dev.immichpg.postgres;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.AvailableExtension;
import dev.immichpg.input.StrictJson;
import java.util.List;

/**
 * What the control files on the server's disk said of the rights that the default versions of extensions need. Reading it takes the
 * server as long as all the rest, so each examination hands it to the next one, and {@code snapshot.sql} decides whether that is still
 * good enough: not after an hour, not after a restart, not if an available version is another than before, and never as long as
 * Immich has to create or update one of the extensions, which is when somebody asks for these rights.
 */
record ControlFiles(long startedAt, long readAt, List<AvailableExtension> extensions) {

    ControlFiles {
        extensions = List.copyOf(extensions);
    }

    /** Before the first reading: the statement has to ask. */
    static final ControlFiles UNREAD = new ControlFiles(0, 0, List.of());

    /** What the next examination is told; this one itself if nothing is new. */
    ControlFiles after(Snapshot is) {
        ControlFiles next = is.moment()
                // How many versions there are is not handed on. Where they are too many, they are counted each time.
                .filter(moment -> is.updatePaths().isPresent())
                .map(moment ->
                        new ControlFiles(moment.startedAt(), moment.controlFilesReadAt(), is.availableExtensions()))
                .orElse(UNREAD);
        return equals(next) ? this : next;
    }

    /** As the statement reads it. */
    String json() {
        return StrictJson.STRICT.write(this);
    }
}
