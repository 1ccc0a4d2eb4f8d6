package dev.immichpg.demo;

import java.util.Comparator;

/** Enough order for the versions of the stand-ins: numbers as numbers, and what is shorter first. */
final class VersionOrder {
    static final Comparator<String> ORDER = VersionOrder::compare;

    private VersionOrder() {}

    static boolean atLeast(String version, String minimum) {
        return compare(version, minimum) >= 0;
    }

    private static int compare(String a, String b) {
        String[] left = a.split("[.-]");
        String[] right = b.split("[.-]");
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            boolean numbers = left[i].matches("\\d+") && right[i].matches("\\d+");
            int order = numbers
                    ? Integer.compare(Integer.parseInt(left[i]), Integer.parseInt(right[i]))
                    : left[i].compareTo(right[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.length, right.length);
    }
}
