package dev.immichpg.check;

import dev.immichpg.catalog.Snapshot;
import dev.immichpg.catalog.Snapshot.Archiving;
import dev.immichpg.check.Remedy.Phase;
import dev.immichpg.need.Expectation;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code pg_stat_archiver} shows about pgBackRest and Barman: an own server can archive its WAL, as Immich's guide says.
 * While archiving fails, Postgres keeps every file, until the disk is full.
 */
final class WalArchivingFailing {

    /** The archiver takes one file after the other as they are finished; so many behind is more than a busy moment. */
    private static final long BEHIND = 64;

    private static final Pattern SEGMENT = Pattern.compile("([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})");

    private WalArchivingFailing() {}

    static Verdict judge(Snapshot is, Expectation should) {
        Archiving archiving = is.archiving();
        if (archiving.mode().equals("off")) {
            return Verdict.notApplicable("archive_mode is off.");
        }
        if (!archiving.hasCommand()) {
            return Verdict.problem(new Finding(
                    "archive_command",
                    "archive_mode is " + archiving.mode() + ", but neither archive_command nor archive_library is set.",
                    "Expected one of them: without it Postgres keeps all its WAL, until the disk is full.",
                    Remedy.of(RemedyStep.person(
                            Phase.CONFIGURE,
                            "Set archive_command as your backup tool's manual says, or set archive_mode = off, which takes a"
                                    + " restart."))));
        }
        if (archiving.failing()) {
            return Verdict.problem(new Finding(
                    "archiver",
                    "The last attempt to archive WAL failed, at file " + archiving.lastFailedWal() + ".",
                    "Expected it to succeed: Postgres keeps all WAL until then, and backups lack everything since the last success.",
                    fixTool("fails")));
        }
        if (isBehind(archiving)) {
            return Verdict.problem(new Finding(
                    "archiver",
                    "No failure is counted, but the last archived WAL file, " + archiving.lastArchivedWal()
                            + ", is more than " + BEHIND + " files behind the one that is being written.",
                    "Expected each file to be archived soon after it is full.",
                    fixTool("hangs")));
        }
        return Verdict.ok();
    }

    private static Remedy fixTool(String does) {
        return Remedy.of(RemedyStep.person(
                Phase.CONFIGURE,
                "Find out in Postgres' log and with the backup tool's own check (pgbackrest check, barman check) why the"
                        + " archive command " + does + ", and fix it. Nothing needs a restart."));
    }

    private static boolean isBehind(Archiving archiving) {
        return segment(archiving.lastArchivedWal(), archiving)
                .flatMap(archived -> segment(archiving.currentWal(), archiving).map(current -> current - archived))
                .filter(behind -> behind > BEHIND)
                .isPresent();
    }

    /**
     * The number of a WAL file, over all timelines, which share their positions. Other files have none: a backup's label
     * bears the number at which the backup began, which may be long ago.
     */
    private static Optional<Long> segment(String file, Archiving archiving) {
        Matcher name = SEGMENT.matcher(file);
        if (!name.matches()) {
            return Optional.empty();
        }
        long perLog = 0x1_0000_0000L / archiving.segmentBytes();
        return Optional.of(Long.parseLong(name.group(2), 16) * perLog + Long.parseLong(name.group(3), 16));
    }
}
