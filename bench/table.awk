# The rows of one run as one table. Input: rows as row.awk writes them for the history. Needs json.awk.

is_row($0) {
    line = $0
    count++
    set(count, 1, text_of(line, "benchmark"))
    set(count, 2, seconds_of(line, text_of(line, "ours")))
    best = text_of(line, "best_peer")
    set(count, 3, best == "" ? "-" : best)
    set(count, 4, best == "" ? "-" : seconds_of(line, best))
    set(count, 5, best == "" ? "-" : sprintf("%.2f (%.2f-%.2f)", number_of(line, "ratio"), number_of(line, "ratio_low"), number_of(line, "ratio_high")))
    set(count, 6, aims(line))
    met = truth_of(line, "met")
    set(count, 7, met == "" ? "-" : met == "true" ? "yes" : "NO")
    if (met != "") { aimed++; if (met == "true") reached++ }
    limit = text_of(line, "limit")
    set(count, 8, limit == "" ? "-" : sprintf("%s %s, x %.1f", shown(number_of(line, "limit_seconds")), limit, number_of(line, "ratio_to_limit")))
    memory = number_of(line, "memory_kib")
    set(count, 9, memory == "" ? "-" : sprintf("%.0f MiB", memory / 1024))
    limits = object_of(line, "limits")
    next
}

END {
    if (!count) exit
    split("benchmark|ours|best peer|its|ratio|aim|met|limit, ours x|memory", head, "|")
    for (c = 1; c <= 9; c++) set(0, c, head[c])
    print ""
    for (r = 0; r <= count; r++) {
        out = ""
        for (c = 1; c <= 9; c++) out = out sprintf("%-" width[c] "s  ", cell[r, c])
        sub(/ +$/, "", out)
        print out
    }
    if (aimed) printf "# %d of %d aims met\n", reached, aimed
    if (limits != "") print "# this machine, measured before the first row: " limit_words("{" limits "}")
}

function set(r, c, what) {
    cell[r, c] = what
    if (length(what) > width[c]) width[c] = length(what)
}

function seconds_of(line, label) {
    return shown(number_of("{" object_of(line, "seconds") "}", label))
}

function aims(line,    out, names, n, i, pair) {
    if (number_of(line, "most") != "") out = sprintf("<= %.2f to %s", number_of(line, "most"), text_of(line, "against"))
    n = split("first_file planned memory_kib", names, " ")
    for (i = 1; i <= n; i++) {
        if (numbers_of(line, "aim_" names[i], pair) != 2) continue
        out = out (out == "" ? "" : ", ") (names[i] == "memory_kib" \
            ? sprintf("memory <= %.0f MiB", pair[2] / 1024) : sprintf("%s %s <= %s", names[i], shown(pair[1] + 0), shown(pair[2] + 0)))
    }
    return out == "" ? "-" : out
}

function limit_words(of) {
    return sprintf("disk %s MiB/s written, %s read; memory %s; loopback %s; SHA-256 %s a core; %s names made and renamed a second", \
        number_of(of, "disk_write"), number_of(of, "disk_read"), number_of(of, "tmpfs_write"), number_of(of, "loopback"), \
        number_of(of, "sha256"), number_of(of, "names"))
}

function shown(s) {
    return s < 10 ? sprintf("%.3f s", s) : sprintf("%.1f s", s)
}
