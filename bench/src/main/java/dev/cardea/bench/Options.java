package dev.cardea.bench;

import java.util.List;

/**
 * What all benchmarks can be told. Immutable.
 *
 * @param rounds how often each figure is taken, an odd number; the median counts
 * @param seconds of each measurement
 * @param warmupSeconds before the first
 * @param cpu the CPU that servers and load share where they are pinned
 */
record Options(int rounds, int seconds, int warmupSeconds, int cpu) {
    static final Options USUAL = new Options(3, 2, 12, 0);
    static final Options QUICK = new Options(1, 1, 1, 0);

    /** Reads {@code --quick}, {@code --rounds=N}, {@code --seconds=N}; refuses anything else. */
    static Options parse(List<String> arguments) {
        Options options = arguments.contains("--quick") ? QUICK : USUAL;
        for (String argument : arguments) {
            String[] parts = argument.split("=", 2);
            options =
                    switch (parts[0]) {
                        case "--quick" -> options;
                        case "--rounds" -> options.withRounds(number(argument, parts) | 1);
                        case "--seconds" -> options.withSeconds(number(argument, parts));
                        default -> throw new IllegalArgumentException("unknown: " + argument);
                    };
        }
        return options;
    }

    private static int number(String argument, String[] parts) {
        if (parts.length == 2 && parts[1].matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(parts[1]);
        }
        throw new IllegalArgumentException(argument + ": wants a number from 1 to 9999");
    }

    private Options withRounds(int number) {
        return new Options(number, seconds, warmupSeconds, cpu);
    }

    private Options withSeconds(int number) {
        return new Options(rounds, number, warmupSeconds, cpu);
    }
}
