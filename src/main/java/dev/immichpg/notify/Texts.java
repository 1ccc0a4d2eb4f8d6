package dev.immichpg.notify;

import dev.immichpg.check.ReportText;

/** Lines of text that fit. */
final class Texts {

    /** A sentence of ours is shorter; a name from a database need not be. */
    private static final int LONGEST_LINE = 400;

    private static final String MORE = "…";

    private Texts() {}

    /** One line, in which nothing is hidden, and which is not too long. */
    static String line(String text) {
        return shortened(ReportText.visible(text.strip()), LONGEST_LINE);
    }

    /** @param most UTF-16 units; what is cut off is replaced by an ellipsis */
    static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = most - MORE.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + MORE;
    }

    /** Both as one text that is not longer than that, where the end, a link, is worth more than the beginning. */
    static String shortened(String text, String end, int most) {
        String whole = text.isEmpty() || end.isEmpty() ? text + end : text + "\n" + end;
        if (whole.length() <= most) {
            return whole;
        }
        return end.length() + 2 > most ? shortened(text, most) : shortened(text, most - end.length() - 1) + "\n" + end;
    }
}
