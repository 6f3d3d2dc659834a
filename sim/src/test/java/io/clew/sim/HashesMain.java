package io.clew.sim;

/** Prints the hashes of the first seeds, for a comparison with another virtual machine. */
final class HashesMain {
    private HashesMain() {}

    public static void main(String[] args) {
        System.out.print(hashes(Integer.parseInt(args[0])));
    }

    static String hashes(int seeds) {
        var text = new StringBuilder();
        for (long seed = 1; seed <= seeds; seed++) {
            text.append(seed).append(' ').append(Simulation.run(seed).hash()).append('\n');
        }
        return text.toString();
    }
}
