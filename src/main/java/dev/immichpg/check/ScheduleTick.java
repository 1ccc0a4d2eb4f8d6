package dev.immichpg.check;

/** A tick of the schedule by which databases are examined: once a second, whatever the databases do. */
public record ScheduleTick() {}
