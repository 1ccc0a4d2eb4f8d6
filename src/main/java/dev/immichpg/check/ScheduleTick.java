package dev.immichpg.check;

/** The clock by which databases are examined has ticked: once a second, whatever the databases do. */
public record ScheduleTick() {}
