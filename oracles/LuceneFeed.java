import java.io.*;
import java.nio.charset.StandardCharsets;

/**
 * Runs one of Lucene's normalizers over texts, each a whole buffer: {@code java -cp JARS oracles/LuceneFeed.java CLASS}.
 * Standard input and output are records: a length in bytes (int, big-endian), then that much UTF-8.
 */
class LuceneFeed {
    interface Normalize { int apply(char[] buffer, int length); }

    public static void main(String[] args) throws Exception {
        Normalize normalize = switch (args[0]) {
            case "ArabicNormalizer" -> new org.apache.lucene.analysis.ar.ArabicNormalizer()::normalize;
            case "PersianNormalizer" -> new org.apache.lucene.analysis.fa.PersianNormalizer()::normalize;
            case "SoraniNormalizer" -> new org.apache.lucene.analysis.ckb.SoraniNormalizer()::normalize;
            case "version" -> null;
            default -> throw new IllegalArgumentException(args[0]);
        };
        if (normalize == null) {
            System.out.println(org.apache.lucene.util.Version.LATEST + ", Java " + Runtime.version().feature());
            return;
        }
        var in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
        var out = new DataOutputStream(new BufferedOutputStream(System.out, 1 << 16));
        while (true) {
            int length;
            try { length = in.readInt(); } catch (EOFException end) { break; }
            char[] buffer = new String(in.readNBytes(length), StandardCharsets.UTF_8).toCharArray();
            byte[] result = new String(buffer, 0, normalize.apply(buffer, buffer.length)).getBytes(StandardCharsets.UTF_8);
            out.writeInt(result.length);
            out.write(result);
        }
        out.flush();
    }
}
