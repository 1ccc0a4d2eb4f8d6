package dev.immichpg.agent;

import dev.immichpg.check.ReportText;

/** A releases file has a fault. The message is one sentence that names the file and the place in it. */
public final class InvalidReleases extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    InvalidReleases(String message) {
        super(ReportText.visible(message));
    }
}
