import java.nio.file.*;
import java.util.Locale;
import org.apache.lucene.analysis.*;
import org.apache.lucene.analysis.ar.ArabicNormalizationFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.*;

/**
 * How fast are Lucene's words and its Arabic normalisation? {@code java -cp 'JARS/*' Lucene.java FILE ROUNDS}
 * Prints the speed of each round in MB/s of UTF-8, after as many rounds again that nobody counts. The text is UTF-16 in
 * memory, as Lucene wants it: nothing is decoded in the time that is taken.
 */
class Lucene {
    public static void main(String[] args) throws Exception {
        byte[] bytes = Files.readAllBytes(Path.of(args[0]));
        String text = new String(bytes, "UTF-8");
        int rounds = Integer.parseInt(args[1]);
        var analyzer = new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                var tokenizer = new StandardTokenizer();
                return new TokenStreamComponents(tokenizer, new ArabicNormalizationFilter(tokenizer));
            }
        };
        long expected = -1;
        for (int round = -Math.max(rounds, 3); round < rounds; round++) {
            long start = System.nanoTime(), sum = 0;
            int end = 0, words = 0;
            try (TokenStream stream = analyzer.tokenStream("text", text)) {
                var term = stream.addAttribute(CharTermAttribute.class);
                var offset = stream.addAttribute(OffsetAttribute.class);
                stream.reset();
                while (stream.incrementToken()) {
                    if (offset.startOffset() < end) throw new AssertionError("words out of order");
                    end = offset.endOffset();
                    sum = sum * 31 + term.length() + offset.startOffset();
                    words++;
                }
                stream.end();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (words == 0 || expected != -1 && sum != expected) throw new AssertionError("two runs, two results");
            expected = sum;
            if (round >= 0) System.out.printf(Locale.ROOT, "%.3f%n", bytes.length / seconds / 1e6);
        }
    }
}
