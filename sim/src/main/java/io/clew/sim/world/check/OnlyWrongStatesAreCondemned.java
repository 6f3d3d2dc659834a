package io.clew.sim.world.check;

/**
 * No simulated memory ever errs: as long as {@link EqualState} holds, whoever is taken for wrong by
 * the product's own comparison is condemned without a reason.
 */
final class OnlyWrongStatesAreCondemned extends Check {
    OnlyWrongStatesAreCondemned() {
        super("only wrong states are condemned");
    }

    @Override
    void after(Step step) {
        String why = step.node().condemned();
        require(why == null, () -> step.machine() + " is right, and gives itself up: " + why);
    }
}
