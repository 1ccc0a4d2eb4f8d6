package dev.immichpg.agent;

import dev.immichpg.check.ReportText;
import java.util.List;

/** The configuration cannot be used. */
public final class InvalidSettings extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** @param problems one sentence each, naming the setting, without secrets; each will be one line */
    InvalidSettings(List<String> problems) {
        super("", null, false, false);
        this.problems = problems.stream().map(ReportText::visible).toList();
    }

    @Override
    public String getMessage() {
        return String.join("\n", problems);
    }

    InvalidSettings(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }
}
