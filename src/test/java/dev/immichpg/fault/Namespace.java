package dev.immichpg.fault;

import dev.immichpg.Lacking;
import dev.immichpg.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A machine of its own as far as its network is concerned, with two cables to this one: one for the database, which can be
 * cut, and one for the doors of the agent.
 */
final class Namespace implements AutoCloseable {

    private final String id = Long.toString(ProcessHandle.current().pid() % 100_000);
    private final String name = "immich-pg-" + id;
    private final String cable = "ipgd" + id;
    private final String doors = "ipgh" + id;
    private final String net = "10.213." + ProcessHandle.current().pid() % 250 + ".";

    /** Skips the test that asks where it cannot be made; in CI it must be. */
    Namespace() throws IOException {
        // What may be lacking: iproute2, the right to make a namespace, iptables, and the kernel's part of what it is
        // asked.
        String why = tryTo("ip", "netns", "add", name);
        if (why.isEmpty()) {
            why = tryTo(
                    "ip",
                    "netns",
                    "exec",
                    name,
                    "iptables",
                    "-A",
                    "INPUT",
                    "-m",
                    "statistic",
                    "--mode",
                    "random",
                    "--probability",
                    "0.5",
                    "-j",
                    "DROP");
            why += tryTo("tc", "-V");
            if (!why.isEmpty()) {
                close();
            }
        }
        if (!why.isEmpty()) {
            Lacking.skip(
                    "immich-pg.tools.obligatory",
                    "No real cable can be cut here, which takes root, iproute2 and iptables: " + why);
        }
        within("iptables", "-F");
        connect(cable, net + "1/30", net + "2/30");
        connect(doors, net + "5/30", net + "6/30");
    }

    private void connect(String device, String here, String there) throws IOException {
        must("ip", "link", "add", device, "type", "veth", "peer", "name", "peer", "netns", name);
        must("ip", "addr", "add", here, "dev", device);
        must("ip", "link", "set", device, "up");
        within("ip", "link", "set", "peer", "name", device);
        within("ip", "addr", "add", there, "dev", device);
        within("ip", "link", "set", device, "up");
    }

    Program.RunsIn place() {
        return new Program.RunsIn(List.of("ip", "netns", "exec", name), net + "6");
    }

    /** Where this machine is, seen from there. */
    String here() {
        return net + "1";
    }

    String there() {
        return net + "2";
    }

    void cut() throws IOException {
        must("ip", "link", "set", cable, "down");
    }

    void fix() throws IOException {
        must("ip", "link", "set", cable, "up");
    }

    /** In both directions. */
    void lose(double share) throws IOException {
        for (String direction : List.of("INPUT -i", "OUTPUT -o")) {
            List<String> command = new ArrayList<>(List.of("iptables", "-A"));
            command.addAll(List.of(direction.split(" ")));
            command.addAll(List.of(cable, "-m", "statistic", "--mode", "random", "--probability"));
            command.addAll(List.of(Double.toString(share), "-j", "DROP"));
            within(command.toArray(String[]::new));
        }
    }

    /** Packets, so far. */
    long lost() throws IOException {
        return within("iptables", "-nvxL")
                .lines()
                .filter(line -> line.contains(" DROP "))
                .mapToLong(line -> Long.parseLong(line.strip().split(" +")[0]))
                .sum();
    }

    void loseNothing() throws IOException {
        within("iptables", "-F");
    }

    /** What it sends over the cable. */
    void slow(String rate) throws IOException {
        must("tc", "qdisc", "add", "dev", cable, "root", "tbf", "rate", rate, "burst", "2kb", "limit", "200kb");
    }

    void quick() throws IOException {
        must("tc", "qdisc", "del", "dev", cable, "root");
    }

    /** Bytes that this machine has sent to it. */
    long sent() throws IOException {
        return Long.parseLong(
                must("cat", "/sys/class/net/" + cable + "/statistics/tx_bytes").strip());
    }

    private String within(String... command) throws IOException {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(List.of(command));
        return must(all.toArray(String[]::new));
    }

    private static String must(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return output;
    }

    /** Empty, or why not. */
    private static String tryTo(String... command) {
        try {
            must(command);
            return "";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    @Override
    public void close() {
        tryTo("ip", "link", "del", cable);
        tryTo("ip", "link", "del", doors);
        tryTo("ip", "netns", "del", name);
    }
}
