package dev.immichpg.check;

/** What a check came to. */
public enum Status {
    /** The claim holds. */
    OK,
    /** The claim has no meaning here, for example of an extension that this Immich does not use. */
    NOT_APPLICABLE,
    /** Could not look. Never to be shown as fine. */
    UNKNOWN,
    /** The claim does not hold; the findings say why. */
    PROBLEM
}
