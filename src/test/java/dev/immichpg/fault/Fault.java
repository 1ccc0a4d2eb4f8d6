package dev.immichpg.fault;

/**
 * Something that goes wrong so that a database cannot be read.
 *
 * @param says what the agent must say of it after "Could not read … as user …: ", as a regular expression
 */
record Fault(String name, Action breaks, String says, Action fixes) {

    interface Action {
        void run() throws Exception;
    }

    boolean isLate() {
        return says.contains("it did not answer in time");
    }

    @Override
    public String toString() {
        return name;
    }
}
