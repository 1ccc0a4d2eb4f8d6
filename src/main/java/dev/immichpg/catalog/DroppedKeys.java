package dev.immichpg.catalog;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** On a part of {@link Snapshot}: keys that an older format has, and that nothing reads any more. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface DroppedKeys {

    String[] value();
}
