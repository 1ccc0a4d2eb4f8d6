package dev.immichpg.need;

/** One comparison that a version in a range must pass. */
record Bound(Operator operator, Version version) {

    enum Operator {
        LESS,
        AT_MOST,
        EQUAL,
        AT_LEAST,
        GREATER
    }

    boolean admits(Version candidate) {
        int order = candidate.compareTo(version);
        return switch (operator) {
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case EQUAL -> order == 0;
            case AT_LEAST -> order >= 0;
            case GREATER -> order > 0;
        };
    }

    /** Whether this bound names a pre-release with the candidate's three numbers, so that such pre-releases can be in the range. */
    boolean namesPreReleaseOf(Version candidate) {
        return version.isPreRelease() && version.isOfSameReleaseAs(candidate);
    }
}
