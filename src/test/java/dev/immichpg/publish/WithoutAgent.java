package dev.immichpg.publish;

import io.quarkus.test.junit.QuarkusTestProfile;

/** A program of its own, in which no agent that another test has started goes on examining. */
public class WithoutAgent implements QuarkusTestProfile {}
