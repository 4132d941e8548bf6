package org.llmi2i.pipelines.cli;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On the getter of an option: it names a file, folder or pattern that workers open. A worker of a
 * cluster stands in a folder of its own, so a relative path is told to it in full.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface SharedPath {}
