# Turns the times of one benchmark into its row: for people, or with json=1 as one line of the history.
# Input: notes (name value), then times (round role label wall user system).

NF == 2 { note[$1] = note[$1] " " $2; if (!($1 in noted)) { noted[$1] = 1; notes[++note_count] = $1 } next }

{
    if (!($3 in role)) { role[$3] = $2; order[++count] = $3 }
    wall[$3, $1] = $4
    walls[$3] = walls[$3] " " $4
    cpus[$3] = cpus[$3] " " ($5 + $6)
    if ($2 == "ours") ours = $3
}

END {
    for (i = 1; i <= count; i++) {
        label = order[i]
        seconds[label] = median(walls[label])
        cpu[label] = median(cpus[label])
        if (role[label] == "peer" && (best == "" || seconds[label] < seconds[best])) best = label
        if (role[label] == "limit" && (limit == "" || seconds[label] > seconds[limit])) limit = label
    }
    aim_count = split(aims, aim_parts, " ")
    if (json) print_json(); else print_row()
}

function print_row(    i, label) {
    printf "%-15s ours %s", name, shown(seconds[ours])
    for (i = 1; i <= count; i++) {
        label = order[i]
        if (role[label] == "peer" || role[label] == "variant") printf " | %s %s", label, shown(seconds[label])
        if (role[label] == "context") printf " | (%s %s)", label, shown(seconds[label])
    }
    if (best != "") printf " | ratio %s to %s", ratio_words(best), best
    if (aim_against != "") {
        printf " | aim %s%.2f to %s: %s", "<= ", aim_most, aim_against, ratio(aim_against) <= aim_most ? "met" : "not met"
        if (aim_against != best) printf ", %s", ratio_words(aim_against)
    }
    for (i = 1; i <= aim_count; i += 2)
        printf " | aim %s <= %s: %s", aim_parts[i], aim_parts[i + 1], figure(aim_parts[i]) <= aim_parts[i + 1] + 0 ? "met" : "not met"
    if (limit != "") {
        printf " | limit %s (%s)", shown(seconds[limit]), limit
        for (i = 1; i <= count; i++) {
            label = order[i]
            if (role[label] == "limit" && label != limit) printf ", %s %s", label, shown(seconds[label])
        }
    }
    printf " | cpu %s", shown(cpu[ours])
    if (best != "") printf " : %s", shown(cpu[best])
    for (i = 1; i <= note_count; i++) {
        if (notes[i] == "memory_kib") printf " | memory %.0f MiB", median(note[notes[i]]) / 1024
        else if (notes[i] ~ /_per_second$/) printf " | %s %.0f", notes[i], median(note[notes[i]])
        else printf " | %s %s", notes[i], shown(median(note[notes[i]]))
    }
    print ""
}

function print_json(    i, n, pair) {
    printf "{\"date\":\"%s\",\"commit\":\"%s\",\"benchmark\":\"%s\",\"files\":%d,\"bytes\":%.0f,\"rounds\":%d", \
        date, commit, name, files, bytes, rounds
    printf ",\"program\":\"%s\",\"ours\":\"%s\"", program, ours
    printf ",\"seconds\":{"
    for (i = 1; i <= count; i++) printf "%s\"%s\":%.3f", (i > 1 ? "," : ""), order[i], seconds[order[i]]
    printf "},\"cpu_seconds\":{"
    for (i = 1; i <= count; i++) printf "%s\"%s\":%.3f", (i > 1 ? "," : ""), order[i], cpu[order[i]]
    printf "},\"roles\":{"
    for (i = 1; i <= count; i++) printf "%s\"%s\":\"%s\"", (i > 1 ? "," : ""), order[i], role[order[i]]
    printf "},\"ratios\":{"
    for (i = 1; i <= count; i++) {
        if (order[i] == ours) continue
        middle = ratio(order[i])
        printf "%s\"%s\":[%.3f,%.3f,%.3f]", (n++ ? "," : ""), order[i], middle, lowest, highest
    }
    printf "}"
    if (best != "") {
        printf ",\"best_peer\":\"%s\",\"ratio\":%.3f", best, ratio(best)
        printf ",\"ratio_low\":%.3f,\"ratio_high\":%.3f", lowest, highest
    }
    if (limit != "")
        printf ",\"limit\":\"%s\",\"limit_seconds\":%.3f,\"ratio_to_limit\":%.3f", limit, seconds[limit], ratio(limit)
    if (aim_against != "")
        printf ",\"aim\":{\"against\":\"%s\",\"most\":%s,\"ratio\":%.3f}", aim_against, aim_most, ratio(aim_against)
    for (i = 1; i <= aim_count; i += 2)
        printf ",\"aim_%s\":[%s,%s]", aim_parts[i], figure(aim_parts[i]), aim_parts[i + 1]
    if (has_aim()) printf ",\"met\":%s", met() ? "true" : "false"
    for (i = 1; i <= note_count; i++) printf ",\"%s\":%s", notes[i], median(note[notes[i]])
    printf ",\"limits\":%s,\"machine\":%s}\n", limits, machine
}

function has_aim() {
    return aim_against != "" || aim_count > 0
}

# All of them.
function met(    i) {
    if (aim_against != "" && ratio(aim_against) > aim_most) return 0
    for (i = 1; i <= aim_count; i += 2)
        if (figure(aim_parts[i]) > aim_parts[i + 1] + 0) return 0
    return 1
}

# A figure besides the time that has an aim; one that was never taken meets none.
function figure(of) {
    return of in note ? median(note[of]) : 1e9
}

# Of the two runs of each round, then the median; leaves the extremes in lowest and highest.
function ratio(other,    i, text, one) {
    lowest = ""
    for (i = 1; i <= rounds; i++) {
        one = wall[ours, i] / (wall[other, i] > 0 ? wall[other, i] : 0.001)
        text = text " " one
        if (lowest == "" || one < lowest) lowest = one
        if (i == 1 || one > highest) highest = one
    }
    return median(text)
}

function ratio_words(other,    middle) {
    middle = ratio(other)
    return sprintf("%.2f (%.2f-%.2f)", middle, lowest, highest)
}

function shown(s) {
    return s < 10 ? sprintf("%.3f s", s) : sprintf("%.1f s", s)
}

function median(text,    v, n, i, j, x) {
    n = split(text, v, " ")
    for (i = 2; i <= n; i++) {
        x = v[i] + 0
        for (j = i - 1; j > 0 && v[j] + 0 > x; j--) v[j + 1] = v[j]
        v[j + 1] = x
    }
    return n % 2 ? v[(n + 1) / 2] + 0 : (v[n / 2] + v[n / 2 + 1]) / 2
}
