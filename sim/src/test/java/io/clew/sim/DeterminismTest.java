package io.clew.sim;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.clew.engine.rules.DeterminismRules;

import org.junit.jupiter.api.Test;

/** The simulated world uses nothing that differs from run to run. */
class DeterminismTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.clew.sim");

    @Test
    void theWorldIsDeterministic() {
        DeterminismRules.forClassesBelow(
                        "io.clew.sim.world",
                        "io.clew.sim.disk",
                        "io.clew.engine",
                        "io.clew.linearizability")
                .check(CLASSES);
    }

    @Test
    void itsDisksAreDeterministic() {
        DeterminismRules.forClassesBelow("io.clew.sim.disk", "io.clew.engine").check(CLASSES);
    }

    @Test
    void drawingAndShrinkingAreDeterministic() {
        DeterminismRules.forClassesBelow(
                        "io.clew.sim.schedule",
                        "io.clew.sim.world",
                        "io.clew.sim.disk",
                        "io.clew.engine")
                .check(CLASSES);
    }
}
