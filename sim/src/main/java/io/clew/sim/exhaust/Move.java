package io.clew.sim.exhaust;

import java.util.ArrayList;
import java.util.List;

/** One thing that can happen next; nodes are numbered from 1, as they are named. */
sealed interface Move {
    /** The oldest frame on the way from one node to another arrives. */
    record Deliver(int from, int to) implements Move {
        @Override
        public String toString() {
            return "deliver " + from + " " + to;
        }
    }

    /** The oldest frame on the way gets lost. */
    record Lose(int from, int to) implements Move {
        @Override
        public String toString() {
            return "lose " + from + " " + to;
        }
    }

    /** What a node waits for longest has not come: its clock jumps to its next deadline. */
    record Expire(int node) implements Move {
        @Override
        public String toString() {
            return "expire " + node;
        }
    }

    record Crash(int node) implements Move {
        @Override
        public String toString() {
            return "crash " + node;
        }
    }

    record Boot(int node) implements Move {
        @Override
        public String toString() {
            return "boot " + node;
        }
    }

    /** The next request of the script is put to a node. */
    record Ask(int node) implements Move {
        @Override
        public String toString() {
            return "ask " + node;
        }
    }

    /** Everything that is under way among some nodes arrives, and all that follows from it. */
    record Settle(List<Integer> nodes) implements Move {
        public Settle {
            nodes = List.copyOf(nodes);
        }

        @Override
        public String toString() {
            var text = new StringBuilder("settle");
            nodes.forEach(node -> text.append(' ').append(node));
            return text.toString();
        }
    }

    /** Everything that is under way from and to a node gets lost. */
    record Cut(int node) implements Move {
        @Override
        public String toString() {
            return "cut " + node;
        }
    }

    /** Moves as text, separated by commas. */
    static List<Move> parse(String text) {
        var moves = new ArrayList<Move>();
        for (String each : text.split(",", -1)) {
            if (!each.isBlank()) {
                moves.add(parseOne(each.strip().split(" +", -1)));
            }
        }
        return moves;
    }

    private static Move parseOne(String[] words) {
        var numbers = new ArrayList<Integer>();
        for (int i = 1; i < words.length; i++) {
            if (!words[i].matches("[1-" + Bench.NODES + "]")) {
                throw new IllegalArgumentException("no such node: " + String.join(" ", words));
            }
            numbers.add(Integer.parseInt(words[i]));
        }
        if (words[0].equals("settle")) {
            return new Settle(numbers);
        }
        boolean pair = words[0].equals("deliver") || words[0].equals("lose");
        if (numbers.size() != (pair ? 2 : 1)) {
            throw new IllegalArgumentException("wrong number of nodes: " + String.join(" ", words));
        }
        int node = numbers.getFirst();
        return switch (words[0]) {
            case "deliver" -> new Deliver(node, numbers.getLast());
            case "lose" -> new Lose(node, numbers.getLast());
            case "expire" -> new Expire(node);
            case "crash" -> new Crash(node);
            case "boot" -> new Boot(node);
            case "ask" -> new Ask(node);
            case "cut" -> new Cut(node);
            default -> throw new IllegalArgumentException("no such move: " + words[0]);
        };
    }

    /** The text that {@link #parse} reads. */
    static String text(List<Move> moves) {
        return String.join(", ", moves.stream().map(Move::toString).toList());
    }
}
