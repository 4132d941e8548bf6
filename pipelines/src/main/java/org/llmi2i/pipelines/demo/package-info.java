/** The main job on a generated marketplace: the first thing that a newcomer runs. */
package org.llmi2i.pipelines.demo;
