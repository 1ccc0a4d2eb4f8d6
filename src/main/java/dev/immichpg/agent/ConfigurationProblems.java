package dev.immichpg.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Collects everything that is wrong with a configuration, so that the operator sees all problems at once. */
final class ConfigurationProblems {

    private final List<String> sentences;

    /** @param already what has been met before */
    ConfigurationProblems(List<String> already) {
        sentences = new ArrayList<>(already);
    }

    void add(String sentence) {
        sentences.add(sentence);
    }

    int count() {
        return sentences.size();
    }

    /**
     * What a text among those of the agent or of a database means, or what holds by default.
     *
     * @param prefix of the setting's name
     * @return empty where nothing is set, and where the text does not fit, which is then a problem
     */
    <T> Optional<T> read(String prefix, Setting<T> setting, Map<String, String> texts) {
        return RawSettings.text(setting, texts)
                .or(setting::byDefault)
                .flatMap(text ->
                        read(prefix + setting.key(), () -> setting.parser().apply(text)));
    }

    /** @return empty where the reading throws IllegalArgumentException, which is then a problem */
    <T> Optional<T> read(String name, Supplier<T> reading) {
        try {
            return Optional.of(reading.get());
        } catch (IllegalArgumentException e) {
            add(name + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    void throwIfAny() {
        if (!sentences.isEmpty()) {
            throw new InvalidSettings(sentences);
        }
    }
}
