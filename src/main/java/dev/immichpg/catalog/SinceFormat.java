package dev.immichpg.catalog;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a component of {@link Snapshot} that an older format does not have. It is an {@link java.util.Optional}: in what an older
 * agent wrote it is empty, since that one did not look.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.PARAMETER})
public @interface SinceFormat {

    /** The first format that has it. */
    int value();
}
