package transfer.protocol.httpclient;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the end of a name promises of a file's first bytes, so that a log-in page or an error in
 * HTML that comes with status 200 is not stored as data.
 */
enum ExpectedContent {
    FITS("fits fit fts fz", at(0, "SIMPLE")),
    GZIP("gz tgz taz bgz svgz bam bcf tbi csi rds", at(0, 0x1F, 0x8B)),
    BZIP2("bz2 tbz tbz2", at(0, "BZh")),
    XZ("xz txz", at(0, 0xFD, '7', 'z', 'X', 'Z')),
    ZSTD("zst tzst", at(0, 0x28, 0xB5, 0x2F, 0xFD)),
    LZ4("lz4", at(0, 0x04, 0x22, 0x4D, 0x18)),
    ZIP("zip npz jar whl egg docx xlsx odt ods kmz epub", at(0, "PK")),
    SEVEN_ZIP("7z", at(0, '7', 'z', 0xBC, 0xAF)),
    RAR("rar", at(0, "Rar!")),
    TAR("tar ova", at(257, "ustar")),
    CRAM("cram", at(0, "CRAM")),
    HDF("h5 hdf5 hdf he5 h4 hdf4 nxs h5ad loom", at(0, 0x89, "HDF"), at(0, 0x0E, 0x03, 0x13, 0x01)),
    NETCDF("nc nc4 cdf", at(0, "CDF"), at(0, 0x89, "HDF")),
    ROOT("root", at(0, "root")),
    PARQUET("parquet", at(0, "PAR1")),
    ORC("orc", at(0, "ORC")),
    AVRO("avro", at(0, "Obj")),
    ARROW("arrow feather", at(0, "ARROW1"), at(0, "FEA1")),
    NUMPY("npy", at(0, 0x93, "NUMPY")),
    GRIB("grb grib grb2 grib2", at(0, "GRIB")),
    SQLITE("sqlite sqlite3 gpkg mbtiles", at(0, "SQLite format 3")),
    JPEG("jpg jpeg", at(0, 0xFF, 0xD8)),
    PNG("png", at(0, 0x89, "PNG")),
    GIF("gif", at(0, "GIF8")),
    TIFF("tif tiff geotiff", at(0, "II"), at(0, "MM")),
    PDF("pdf", at(0, "%PDF")),
    SIF("sif", at(32, "SIF_MAGIC")),
    /** Formats without a mark, or with several: anything but a page may be one. */
    OTHER(
            "bin dat raw img iso exe so dcd xtc trr mp4 mov avi mkv db mat sav pkl pt onnx fa fasta"
                    + " fna faa fq fastq vcf bed gff gff3 gtf sam pdb cif csv tsv json ndjson jsonl"
                    + " yaml yml sff sra bw bigwig bb nii mgz dcm las laz lmdb 2bit");

    /** How much of a file must be there to tell. */
    static final int ENOUGH = 512;

    private static final List<String> PAGE_BEGINNINGS =
            List.of("<!doctype html", "<html", "<head", "<body", "<title");

    private final Set<String> ends;
    private final List<Mark> marks;

    ExpectedContent(String ends, Mark... marks) {
        this.ends = Set.of(ends.split("\\s+"));
        this.marks = List.of(marks);
    }

    private record Mark(int offset, byte[] bytes) {
        boolean isIn(byte[] beginning) {
            return beginning.length >= offset + bytes.length
                    && Arrays.equals(
                            beginning, offset, offset + bytes.length, bytes, 0, bytes.length);
        }
    }

    /** Bytes, as numbers, characters and texts. */
    private static Mark at(int offset, Object... parts) {
        StringBuilder text = new StringBuilder();
        for (Object part : parts) {
            text.append(part instanceof Integer number ? (char) number.intValue() : part);
        }
        return new Mark(offset, text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Whether a web page has come where the name promises something else.
     *
     * <p>The bytes count for more than the content type, because programs that hand out files often
     * forget to set one and send {@code text/html} with perfectly good data.
     *
     * @param nameEnds ends of the file's names
     * @param type the content type, empty if there is none
     * @param beginning the file's first bytes, at least {@link #ENOUGH} unless it is shorter
     */
    static boolean isPageInstead(List<String> nameEnds, String type, byte[] beginning) {
        for (ExpectedContent expected : values()) {
            if (nameEnds.stream().anyMatch(expected.ends::contains)) {
                return !expected.marks.stream().anyMatch(mark -> mark.isIn(beginning))
                        && (isPage(beginning)
                                || !expected.marks.isEmpty()
                                        && beginning.length > 0
                                        && isPageType(type));
            }
        }
        return false;
    }

    private static boolean isPageType(String type) {
        String plain = type.toLowerCase(Locale.ROOT);
        return plain.startsWith("text/html") || plain.startsWith("application/xhtml");
    }

    private static boolean isPage(byte[] beginning) {
        String text =
                new String(beginning, StandardCharsets.ISO_8859_1)
                        .replaceFirst("^\u00EF\u00BB\u00BF", "")
                        .stripLeading()
                        .toLowerCase(Locale.ROOT);
        boolean xml = text.startsWith("<?xml") || text.startsWith("<!--");
        return PAGE_BEGINNINGS.stream()
                .anyMatch(page -> xml ? text.contains(page) : text.startsWith(page));
    }
}
