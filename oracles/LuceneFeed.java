import java.io.*;
import java.nio.charset.StandardCharsets;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.TypeAttribute;

/**
 * Runs one of Lucene's normalizers, or its StandardTokenizer, over texts, each a whole buffer: {@code java -cp JARS oracles/LuceneFeed.java CLASS}.
 * Standard input and output are records: a length in bytes (int, big-endian), then that much UTF-8.
 */
class LuceneFeed {
    interface Normalize { int apply(char[] buffer, int length); }
    interface Run { String apply(String text) throws IOException; }

    static Run normalize(Normalize normalize) {
        return text -> {
            char[] buffer = text.toCharArray();
            return new String(buffer, 0, normalize.apply(buffer, buffer.length));
        };
    }

    /** Tokens as oracles/common.py writes them: start in characters, type, length in characters, text. */
    static Run tokenize(StandardTokenizer tokenizer) {
        var term = tokenizer.getAttribute(CharTermAttribute.class);
        var offset = tokenizer.getAttribute(OffsetAttribute.class);
        var type = tokenizer.getAttribute(TypeAttribute.class);
        return text -> {
            var out = new StringBuilder();
            tokenizer.setReader(new StringReader(text));
            tokenizer.reset();
            int at = 0, start = 0;
            while (tokenizer.incrementToken()) {
                start += text.codePointCount(at, offset.startOffset());
                at = offset.startOffset();
                String token = term.toString();
                if (!token.equals(text.substring(at, offset.endOffset()))) throw new IllegalStateException(text);
                int length = token.codePointCount(0, token.length());
                out.append(start).append(':').append(type.type()).append(':').append(length).append(':').append(token).append('\n');
            }
            tokenizer.end();
            tokenizer.close();
            return out.toString();
        };
    }

    /** What the scanner of StandardTokenizer takes characters for: first, last, number of the class; a line a range. */
    static void classes() throws Exception {
        var field = Class.forName("org.apache.lucene.analysis.standard.StandardTokenizerImpl").getDeclaredField("ZZ_CMAP");
        field.setAccessible(true);
        char[] map = (char[]) field.get(null);
        for (int at = 0, start = 0; at < map.length; at++) {
            if (at + 1 == map.length || map[at + 1] != map[start]) {
                System.out.println(start + " " + at + " " + (int) map[start]);
                start = at + 1;
            }
        }
    }

    public static void main(String[] args) throws Exception {
        Run run = switch (args[0]) {
            case "ArabicNormalizer" -> normalize(new org.apache.lucene.analysis.ar.ArabicNormalizer()::normalize);
            case "PersianNormalizer" -> normalize(new org.apache.lucene.analysis.fa.PersianNormalizer()::normalize);
            case "SoraniNormalizer" -> normalize(new org.apache.lucene.analysis.ckb.SoraniNormalizer()::normalize);
            case "StandardTokenizer" -> tokenize(new StandardTokenizer());
            case "version", "classes" -> null;
            default -> throw new IllegalArgumentException(args[0]);
        };
        if (args[0].equals("classes")) {
            classes();
            return;
        }
        if (run == null) {
            System.out.println(org.apache.lucene.util.Version.LATEST + ", Java " + Runtime.version().feature());
            return;
        }
        var in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        var out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
        while (true) {
            int length;
            try { length = in.readInt(); } catch (EOFException end) { break; }
            String text = new String(in.readNBytes(length), StandardCharsets.UTF_8);
            byte[] result = run.apply(text).getBytes(StandardCharsets.UTF_8);
            out.writeInt(result.length);
            out.write(result);
        }
        out.flush();
    }
}
