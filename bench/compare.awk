# Two measurements of each benchmark side by side. Input: the history. Needs json.awk.
# from, to: beginnings of commits; "" for `to` is the newest, "" for `from` the one before that on the same machine.

!is_row($0) { if ($0 != "") print "bench: line " FNR " of the history is no row" > "/dev/stderr"; next }

{
    name = text_of($0, "benchmark")
    if (!(name in last)) names[++count] = name
    last[name]++
    row[name, last[name]] = $0
}

END {
    if (!count) { print "bench: there is nothing to compare" > "/dev/stderr"; exit 2 }
    printf "%-18s %-15s %-26s %-26s %7s  %s\n", "benchmark", "ratio to", "before", "now", "change", ""
    for (i = 1; i <= count; i++) compare(names[i])
    if (!shown_rows) { print "bench: no benchmark was measured for both" > "/dev/stderr"; exit 2 }
    exit regressions > 0
}

function compare(name,    now, before, n) {
    now = newest(name, to, last[name])
    if (!now) return
    n = from == "" ? now - 1 : last[name]
    before = from == "" ? earlier(name, now) : newest(name, from, n)
    if (!before || before == now) {
        if (from == "") printf "%-18s %-15s %-26s %-26s %7s  %s\n", name, "", "", commit_of(row[name, now]), "", "the first of this machine"
        if (from == "") shown_rows++
        return
    }
    shown_rows++
    tell(name, row[name, before], row[name, now])
}

function newest(name, commit, n) {
    while (n > 0 && commit != "" && index(text_of(row[name, n], "commit"), commit) != 1) n--
    return n
}

function earlier(name, now,    n) {
    for (n = now - 1; n > 0; n--) if (machine(row[name, n]) == machine(row[name, now])) return n
    return 0
}

function machine(line) {
    return number_of(line, "cores") "," text_of(line, "cpu") "," text_of(line, "disk")
}

function tell(name, before, now,    reference, old, new, word) {
    reference = common(before, now)
    if (reference == "") {
        printf "%-18s %-15s %-26s %-26s %7s  %s\n", name, "-", commit_of(before), commit_of(now), "", "nothing in common to compare with"
        return
    }
    numbers_of("{" object_of(before, "ratios") "}", reference, old)
    numbers_of("{" object_of(now, "ratios") "}", reference, new)
    word = verdict(old, new)
    if (machine(before) != machine(now)) word = "another machine"
    else {
        word = with_memory(word, number_of(before, "memory_kib"), number_of(now, "memory_kib"))
        if (word ~ /REGRESSION/) regressions++
    }
    printf "%-18s %-15s %-26s %-26s %+6.0f%%  %s\n", name, reference, words(before, old), words(now, new), \
        (new[1] / old[1] - 1) * 100, word
}

# What both were measured beside: the aim's, else the best peer, else the limit.
function common(before, now,    olds, news, i, candidates) {
    olds = "{" object_of(before, "ratios") "}"
    news = "{" object_of(now, "ratios") "}"
    split(text_of(now, "against") "|" text_of(now, "best_peer") "|" text_of(now, "limit"), candidates, "|")
    for (i = 1; i <= 3; i++)
        if (candidates[i] != "" && value_of(olds, candidates[i]) != "" && value_of(news, candidates[i]) != "") return candidates[i]
    return ""
}

# Each is median, lowest, highest. Rounds that lie apart altogether are no accident.
function verdict(old, new) {
    if (new[2] + 0 > old[3] + 0) return "REGRESSION"
    if (new[3] + 0 < old[2] + 0) return "better"
    if (old[3] > 1.5 * old[2] || new[3] > 1.5 * new[2]) return "cannot tell, the rounds differ too much"
    return "as before"
}

function with_memory(word, old, new) {
    if (old == "" || new == "" || new <= 1.25 * old || new - old < 16384) return word
    return (word == "REGRESSION" ? word ", and " : "REGRESSION of ") sprintf("memory: %.0f MiB, was %.0f", new / 1024, old / 1024)
}

function words(line, ratios) {
    return sprintf("%.2f (%.2f-%.2f) %s", ratios[1], ratios[2], ratios[3], commit_of(line))
}

function commit_of(line,    commit) {
    commit = text_of(line, "commit")
    return substr(commit, 1, 7) (commit ~ /-changed$/ ? "+" : "")
}
