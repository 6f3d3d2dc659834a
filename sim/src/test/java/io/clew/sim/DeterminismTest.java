package io.clew.sim;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.clew.engine.rules.DeterminismRules;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** What puts a run together, heals it and judges it lies beside commands that need not be. */
    @Test
    void whatTakesPartInARunIsDeterministic() {
        Set<JavaClass> parts = parts();
        Set<String> names =
                parts.stream().map(JavaClass::getSimpleName).collect(Collectors.toSet());
        List<String> known =
                List.of("Agreement", "Budgets", "Diagnosis", "Effort", "Healing", "Homes");
        assertTrue(names.containsAll(known), names::toString);
        assertTrue(names.containsAll(List.of("Overlap", "Result", "Traffic")), names::toString);
        assertFalse(names.contains("Sweep"), names::toString);
        DeterminismRules.forClassesBelow("io.clew.sim", "io.clew.engine", "io.clew.linearizability")
                .check(CLASSES.that(DescribedPredicate.describe("take part", parts::contains)));
    }

    /** All classes of the root package that a simulation leads to. */
    private static Set<JavaClass> parts() {
        var parts = new HashSet<JavaClass>();
        var open = new ArrayDeque<JavaClass>(List.of(CLASSES.get(Simulation.class)));
        while (!open.isEmpty()) {
            JavaClass next = open.remove();
            if (parts.add(next)) {
                next.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> target.getPackageName().equals("io.clew.sim"))
                        .forEach(open::add);
            }
        }
        return parts;
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
