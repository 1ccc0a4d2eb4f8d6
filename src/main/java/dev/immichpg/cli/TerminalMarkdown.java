package dev.immichpg.cli;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.Parser;

/** A page of Markdown as text for a terminal. Lines are wrapped, except code, which must be pasted as it is. */
final class TerminalMarkdown extends AbstractVisitor {

    private static final String BOLD = "\033[1m";
    private static final String CODE = "\033[36m";
    private static final String PLAIN = "\033[0m";

    private final int width;
    private final boolean coloured;
    private final List<String> lines = new ArrayList<>();
    /** The words of the current paragraph; a word can contain blanks, as code does. */
    private final List<String> words = new ArrayList<>();
    /** The last word, if text can follow it without a blank. */
    private final StringBuilder word = new StringBuilder();

    private String indent = "";
    private String bullet = "";

    private TerminalMarkdown(int width, boolean coloured) {
        this.width = width;
        this.coloured = coloured;
    }

    static String asText(String markdown, int width, boolean coloured) {
        TerminalMarkdown page = new TerminalMarkdown(width, coloured);
        Parser.builder().build().parse(markdown).accept(page);
        while (!page.lines.isEmpty() && page.lines.get(0).isEmpty()) {
            page.lines.remove(0);
        }
        return String.join("\n", page.lines) + "\n";
    }

    @Override
    public void visit(Heading heading) {
        blank();
        visitChildren(heading);
        int from = lines.size();
        paragraph();
        for (int i = from; i < lines.size(); i++) {
            lines.set(i, styled(BOLD, lines.get(i)));
        }
        if (!coloured) {
            int longest = lines.subList(from, lines.size()).stream()
                    .mapToInt(String::length)
                    .max()
                    .orElse(0);
            lines.add((heading.getLevel() == 1 ? "=" : "-").repeat(longest));
        }
    }

    @Override
    public void visit(Paragraph paragraph) {
        if (bullet.isEmpty()) {
            blank();
        }
        visitChildren(paragraph);
        paragraph();
    }

    @Override
    public void visit(BulletList list) {
        blank();
        items(list, -1);
    }

    @Override
    public void visit(OrderedList list) {
        blank();
        Integer first = list.getMarkerStartNumber();
        items(list, first == null ? 1 : first);
    }

    private void items(Node list, int first) {
        int number = first;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            bullet = first < 0 ? "- " : number++ + ". ";
            visit((ListItem) item);
        }
        bullet = "";
    }

    @Override
    public void visit(ListItem item) {
        String outer = indent;
        indent = outer + " ".repeat(bullet.length());
        visitChildren(item);
        indent = outer;
    }

    @Override
    public void visit(BlockQuote quote) {
        String outer = indent;
        indent = outer + "    ";
        visitChildren(quote);
        indent = outer;
    }

    @Override
    public void visit(FencedCodeBlock code) {
        code(code.getLiteral());
    }

    @Override
    public void visit(IndentedCodeBlock code) {
        code(code.getLiteral());
    }

    private void code(String literal) {
        blank();
        literal.lines().forEach(line -> lines.add(indent + "    " + styled(CODE, line)));
    }

    @Override
    public void visit(ThematicBreak rule) {
        blank();
        lines.add(indent + "-".repeat(Math.max(1, width - indent.length())));
    }

    @Override
    public void visit(Text text) {
        for (String part : text.getLiteral().split("(?<= )|(?= )")) {
            if (part.equals(" ")) {
                endWord();
            } else {
                word.append(part);
            }
        }
    }

    @Override
    public void visit(Code code) {
        word.append(coloured ? styled(CODE, code.getLiteral()) : "`" + code.getLiteral() + "`");
    }

    @Override
    public void visit(Emphasis emphasis) {
        word.append('*');
        visitChildren(emphasis);
        word.append('*');
    }

    @Override
    public void visit(StrongEmphasis emphasis) {
        word.append(coloured ? BOLD : "*");
        visitChildren(emphasis);
        word.append(coloured ? PLAIN : "*");
    }

    /** The text of a link, and its target if that is not the same. */
    @Override
    public void visit(Link link) {
        visitChildren(link);
        if (!word.toString().endsWith(link.getDestination())) {
            endWord();
            word.append('<').append(link.getDestination()).append('>');
        }
    }

    @Override
    public void visit(SoftLineBreak lineBreak) {
        endWord();
    }

    @Override
    public void visit(HardLineBreak lineBreak) {
        paragraph();
    }

    private void endWord() {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private void paragraph() {
        endWord();
        String hanging = indent.substring(0, indent.length() - bullet.length()) + bullet;
        StringBuilder line = new StringBuilder(hanging);
        bullet = "";
        int used = line.length();
        boolean empty = true;
        for (String next : words) {
            int length = next.replaceAll("\033\\[[0-9;]*m", "").length();
            if (!empty && used + 1 + length > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                used = line.length();
                empty = true;
            }
            line.append(empty ? "" : " ").append(next);
            used += length + (empty ? 0 : 1);
            empty = false;
        }
        words.clear();
        if (!empty) {
            lines.add(line.toString());
        }
    }

    private void blank() {
        if (!lines.isEmpty() && !lines.get(lines.size() - 1).isEmpty()) {
            lines.add("");
        }
    }

    private String styled(String code, String text) {
        return coloured ? code + text + PLAIN : text;
    }
}
