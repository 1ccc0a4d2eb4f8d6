package dev.immichpg.agent;

import java.util.List;

/** The configuration cannot be used. */
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** @param problems one sentence each, naming the setting, without secrets */
    InvalidSettings(List<String> problems) {
        super(String.join("\n", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    InvalidSettings(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }
}
