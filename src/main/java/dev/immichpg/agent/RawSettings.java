package dev.immichpg.agent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings under {@code immich-pg.} as texts, before anything is understood of them. A name is either a property
 * ({@code immich-pg.databases.home.url}) or an environment variable ({@code IMMICH_PG_DATABASES_HOME_URL}); a database's
 * name in the latter is lower case, unless a property names the database that the variable can mean. Values are taken as they stand: a password may hold what elsewhere is an expression.
 *
 * @param agent the agent's own, by key
 * @param severities by check id
 * @param databases by database and key
 * @param notifiers by name and key
 * @param heartbeats by name and key
 * @param problems names that are no settings: one sentence each
 */
record RawSettings(
        Map<String, String> agent,
        Map<String, String> severities,
        Map<String, Map<String, String>> databases,
        Map<String, Map<String, String>> notifiers,
        Map<String, Map<String, String>> heartbeats,
        List<String> problems) {

    private static final String PREFIX = Setting.PREFIX;
    private static final String VARIABLE_PREFIX = Setting.VARIABLE_PREFIX;

    private static final Pattern OF_KUBERNETES =
            Pattern.compile(".*_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Set<String> OF_AGENT = keys(Setting.OF_AGENT);
    private static final List<Group> GROUPS = List.of(
            new Group("databases", keys(Setting.OF_DATABASE), RawSettings::databases),
            new Group("notify", keys(Setting.OF_NOTIFIER), RawSettings::notifiers),
            new Group("heartbeat", keys(Setting.OF_HEARTBEAT), RawSettings::heartbeats));

    /**
     * Settings of things that have names of their own.
     *
     * @param word before the name: {@code databases.home.url}
     * @param texts where those that were read go, by name and key
     */
    private record Group(String word, Set<String> keys, Function<RawSettings, Map<String, Map<String, String>>> texts) {

        /** The name that a property is about; empty where it is about something else. */
        Optional<String> named(String property) {
            String start = PREFIX + word + ".";
            int dot = property.lastIndexOf('.');
            return property.startsWith(start) && dot > start.length() && keys.contains(property.substring(dot + 1))
                    ? Optional.of(property.substring(start.length(), dot).replaceAll("^\"(.*)\"$", "$1"))
                    : Optional.empty();
        }

        void put(RawSettings settings, String name, String key, String value) {
            texts.apply(settings).computeIfAbsent(name, n -> new TreeMap<>()).putIfAbsent(key, value);
        }
    }

    private static Set<String> keys(List<Setting<?>> settings) {
        return settings.stream().map(Setting::key).collect(Collectors.toCollection(TreeSet::new));
    }

    /** @param sources the strongest first */
    static RawSettings read(Iterable<ConfigSource> sources) {
        RawSettings settings = new RawSettings(
                new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        Set<String> named = new TreeSet<>();
        for (ConfigSource source : sources) {
            source.getPropertyNames()
                    .forEach(name -> GROUPS.forEach(group -> group.named(name).ifPresent(named::add)));
        }
        for (ConfigSource source : sources) {
            for (String name : new TreeSet<>(source.getPropertyNames())) {
                String value = source.getValue(name);
                if (value == null) {
                    continue;
                }
                if (name.startsWith(PREFIX)) {
                    settings.property(name, value);
                } else if (name.startsWith(VARIABLE_PREFIX)) {
                    settings.variable(name, value, named);
                } else if (Setting.underscored(name).startsWith(VARIABLE_PREFIX)) {
                    settings.unknown(name); // In another case, or half of either form.
                }
            }
        }
        return settings;
    }

    /** The text of a setting among those of the agent or of a database. Empty texts count as not set, as in Immich. */
    static Optional<String> text(Setting<?> setting, Map<String, String> texts) {
        return Optional.ofNullable(texts.get(setting.key())).filter(text -> !text.isBlank());
    }

    private void property(String name, String value) {
        String key = name.substring(PREFIX.length());
        Optional<Group> group =
                GROUPS.stream().filter(g -> g.named(name).isPresent()).findFirst();
        if (OF_AGENT.contains(key)) {
            agent.putIfAbsent(key, value);
        } else if (key.startsWith("severity.")) {
            severities.putIfAbsent(key.substring("severity.".length()), value);
        } else if (group.isPresent()) {
            group.get().put(this, group.get().named(name).get(), key.substring(key.lastIndexOf('.') + 1), value);
        } else {
            unknown(name);
        }
    }

    private void variable(String name, String value, Set<String> named) {
        String key = name.substring(VARIABLE_PREFIX.length());
        Optional<String> ofAgent = matching(OF_AGENT, key);
        Optional<Group> group = GROUPS.stream()
                .filter(g -> key.startsWith(Setting.underscored(g.word()) + "_"))
                .findFirst();
        if (ofAgent.isPresent()) {
            agent.putIfAbsent(ofAgent.get(), value);
        } else if (key.startsWith("SEVERITY_")) {
            severities.putIfAbsent(dashed(key.substring("SEVERITY_".length())), value);
        } else if (group.isPresent()) {
            String rest = key.substring(group.get().word().length() + 1);
            // PASSWORD_FILE before FILE, were there such a key: the longest that fits leaves the thing's name.
            Optional<String> fitting = group.get().keys().stream()
                    .filter(k -> rest.endsWith("_" + Setting.underscored(k)) && rest.length() > k.length() + 1)
                    .max(Comparator.comparingInt(String::length));
            fitting.ifPresentOrElse(
                    k -> group.get()
                            .put(this, meant(rest.substring(0, rest.length() - k.length() - 1), named), k, value),
                    () -> unknown(name));
        } else if (!isOfKubernetes(name, value)) {
            unknown(name);
        }
    }

    /** {@code MY_DB} is {@code my-db}, where a property names that one. */
    private static String meant(String database, Set<String> named) {
        return named.stream()
                .filter(n -> n.replaceAll("[^A-Za-z0-9]", "_").equalsIgnoreCase(database))
                .findFirst()
                .orElse(database.toLowerCase(Locale.ROOT));
    }

    /** It tells each container of each service in the namespace: also of one that is called immich-pg-monitor. */
    private static boolean isOfKubernetes(String name, String value) {
        return OF_KUBERNETES.matcher(name).matches() || name.endsWith("_PORT") && value.matches("[a-z]+://.*");
    }

    private void unknown(String name) {
        problems.add(name + " is not a setting. Known settings, after " + PREFIX + ": "
                + Stream.of(
                                OF_AGENT.stream(),
                                Stream.of(Setting.SEVERITY.key()),
                                GROUPS.stream().flatMap(g -> g.keys().stream().map(k -> g.word() + ".<name>." + k)))
                        .flatMap(s -> s)
                        .collect(Collectors.joining(", "))
                + ".");
    }

    private static Optional<String> matching(Set<String> keys, String variable) {
        return keys.stream()
                .filter(k -> Setting.underscored(k).equals(variable))
                .findFirst();
    }

    private static String dashed(String variable) {
        return variable.replace('_', '-').toLowerCase(Locale.ROOT);
    }
}
