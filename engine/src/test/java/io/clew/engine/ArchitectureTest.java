package io.clew.engine;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import io.clew.engine.rules.DeterminismRules;

import java.util.List;
import java.util.Map;

@AnalyzeClasses(packages = "io.clew.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.clew.engine";

    /** What each package may use beside itself; Invariant is for all. */
    private static final Map<String, List<String>> USES =
            Map.of(
                    "bytes", List.of(),
                    "raft", List.of("bytes"),
                    "placement", List.of("bytes", "raft"),
                    "api", List.of("bytes", "raft", "placement"),
                    "wire", List.of("bytes", "raft", "placement", "api"),
                    "kv", List.of("bytes", "raft", "placement", "api", "wire"),
                    "storage", List.of("bytes", "raft", "placement", "api", "wire", "kv"),
                    "", List.of("bytes", "raft", "placement", "api", "wire", "kv", "storage"));

    @ArchTest
    static final ArchRule theEngineIsDeterministic = DeterminismRules.forClassesBelow(ROOT);

    @ArchTest
    static final ArchRule packagesDependInOneDirection =
            ArchRuleDefinition.classes()
                    .that()
                    .resideInAPackage(ROOT + "..")
                    .should(new DependOnLowerPackages());

    private static final class DependOnLowerPackages extends ArchCondition<JavaClass> {
        DependOnLowerPackages() {
            super("depend on lower packages only");
        }

        @Override
        public void check(JavaClass checked, ConditionEvents events) {
            String from = part(checked);
            var uses = USES.get(from);
            if (uses == null) {
                events.add(SimpleConditionEvent.violated(checked, from + " is in no layer"));
                return;
            }
            for (Dependency dependency : checked.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass().getBaseComponentType();
                boolean inside = target.getPackageName().startsWith(ROOT);
                String to = part(target);
                boolean free = target.isEquivalentTo(Invariant.class) || to.equals(from);
                if (inside && !free && !uses.contains(to)) {
                    events.add(SimpleConditionEvent.violated(checked, dependency.getDescription()));
                }
            }
        }

        private static String part(JavaClass one) {
            String name = one.getPackageName();
            return name.length() <= ROOT.length() ? "" : name.substring(ROOT.length() + 1);
        }
    }
}
