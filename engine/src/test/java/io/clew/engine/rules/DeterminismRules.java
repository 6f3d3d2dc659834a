package io.clew.engine.rules;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What code may use that must do the same in every run of the same seed.
 *
 * <p>Whole packages are allowed and the rest is banned, so that a part of the JDK that nobody
 * thought of is banned too; of the allowed ones, single classes and members are taken out. Not seen
 * are iterations over collections that were passed in by others, and {@code synchronized} blocks,
 * which change nothing where there is one thread.
 */
public final class DeterminismRules {
    /** Regular expressions of classes; nested ones count as their outermost. */
    private static final Pattern ALLOWED =
            anyOf(
                    "java\\.lang\\.[A-Z]\\w*",
                    "java\\.lang\\.(annotation|invoke|runtime)\\.\\w+",
                    "java\\.math\\.\\w+",
                    "java\\.nio\\.(Buffer|ByteBuffer|ByteOrder|Buffer\\w+Exception)",
                    "java\\.nio\\.charset\\.\\w+",
                    "java\\.time\\.Duration",
                    "java\\.util\\.[A-Z]\\w*",
                    "java\\.util\\.(function|random|regex|stream|zip)\\.\\w+",
                    "org\\.jspecify\\.annotations\\.\\w+");

    private static final Pattern BANNED =
            anyOf(
                    // Threads, processes, the surroundings.
                    "java\\.lang\\.(Inheritable)?Thread\\w*",
                    "java\\.lang\\.(Process\\w*|Runtime|ScopedValue|StackWalker|ClassLoader)",
                    "java\\.util\\.(Timer|TimerTask|Scanner|ServiceLoader|Properties)",
                    // Clocks.
                    "java\\.util\\.(Date|Calendar|GregorianCalendar|TimeZone)",
                    // An order that differs from run to run.
                    "java\\.util\\.(HashMap|HashSet|Hashtable|IdentityHashMap|WeakHashMap)",
                    // Randomness of its own.
                    "java\\.util\\.random\\.RandomGeneratorFactory",
                    // Files.
                    "java\\.util\\.zip\\.(Zip|GZIP|\\w+Stream)\\w*");

    /**
     * Regular expressions of {@code class.member(number of parameters)}; fields have no brackets.
     */
    private static final Pattern BANNED_MEMBERS =
            anyOf(
                    "java\\.lang\\.System\\.(?!arraycopy\\().*",
                    "java\\.lang\\.(Strict)?Math\\.random\\(.*",
                    "java\\.lang\\.(Integer\\.getInteger|Long\\.getLong|Boolean\\.getBoolean)\\(.*",
                    "java\\.lang\\.Object\\.(hashCode|wait|notify|notifyAll)\\(.*",
                    "java\\.util\\.(Set|Map)\\.(of|ofEntries|copyOf)\\(.*",
                    "java\\.util\\.(Random|SplittableRandom)\\.<init>\\(0\\)",
                    "java\\.util\\.random\\.RandomGenerator(\\$\\w+)?\\.(getDefault|of)\\(.*",
                    "java\\.util\\.UUID\\.randomUUID\\(.*",
                    "java\\.util\\.Collections\\.shuffle\\(1\\)",
                    "java\\.util\\.\\w+\\.parallel\\w*\\(.*",
                    "java\\.util\\.stream\\.\\w+\\.parallel\\(.*",
                    "java\\.util\\.stream\\.StreamSupport\\..*",
                    "java\\.util\\.stream\\.Collectors\\.(toSet|toUnmodifiable(Set|Map))\\(.*",
                    "java\\.util\\.stream\\.Collectors\\.(toConcurrentMap|groupingByConc.*)\\(.*",
                    "java\\.util\\.stream\\.Collectors\\.toMap\\([23]\\)",
                    "java\\.util\\.stream\\.Collectors\\.groupingBy\\([12]\\)",
                    "java\\.nio\\.ByteOrder\\.nativeOrder\\(.*");

    private DeterminismRules() {}

    /**
     * The rule for all classes below a package.
     *
     * @param root the package, such as {@code io.clew.engine}
     * @param others packages beside the root and the JDK's that may be used, with all below them
     */
    public static ArchRule forClassesBelow(String root, String... others) {
        var own = Arrays.stream(others).map(Pattern::quote).toList();
        var usable = Pattern.compile("(" + Pattern.quote(root) + alternatives(own) + ")\\..*");
        return ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(root + "..")
                .should(new Deterministic(usable))
                .because("a run must be the same whenever it is replayed from its seed");
    }

    private static String alternatives(List<String> patterns) {
        return patterns.isEmpty() ? "" : "|" + String.join("|", patterns);
    }

    private static Pattern anyOf(String... patterns) {
        return Pattern.compile("(" + String.join(")|(", patterns) + ")");
    }

    private static final class Deterministic extends ArchCondition<JavaClass> {
        private final Pattern usable;

        Deterministic(Pattern usable) {
            super("use deterministic parts of the JDK only");
            this.usable = usable;
        }

        @Override
        public void check(JavaClass checked, ConditionEvents events) {
            for (Dependency dependency : checked.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass().getBaseComponentType();
                if (!target.isPrimitive() && !mayUse(outermost(target.getName()))) {
                    events.add(SimpleConditionEvent.violated(checked, dependency.getDescription()));
                }
            }
            for (JavaAccess<?> access : checked.getAccessesFromSelf()) {
                if (BANNED_MEMBERS.matcher(member(access)).matches()) {
                    events.add(SimpleConditionEvent.violated(checked, access.getDescription()));
                }
            }
        }

        private boolean mayUse(String name) {
            return usable.matcher(name).matches()
                    || (ALLOWED.matcher(name).matches() && !BANNED.matcher(name).matches());
        }

        private static String outermost(String name) {
            int dollar = name.indexOf('$');
            return dollar < 0 ? name : name.substring(0, dollar);
        }

        private static String member(JavaAccess<?> access) {
            var target = access.getTarget();
            String name = target.getOwner().getName() + "." + target.getName();
            return target instanceof CodeUnitAccessTarget unit
                    ? name + "(" + unit.getRawParameterTypes().size() + ")"
                    : name;
        }
    }
}
