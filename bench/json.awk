# Reads what row.awk writes: one object a line, without escapes, names known to be unique where they are looked for.

# Whether the line is a whole row.
function is_row(line) {
    return line ~ /^\{.*\}$/ && text_of(line, "benchmark") != "" && text_of(line, "commit") != "" && object_of(line, "seconds") != ""
}

function text_of(line, name,    rest) {
    rest = value_of(line, name)
    if (rest !~ /^"/) return ""
    rest = substr(rest, 2)
    return substr(rest, 1, index(rest, "\"") - 1)
}

# "" when there is none.
function number_of(line, name,    rest) {
    rest = value_of(line, name)
    return match(rest, /^-?[0-9][-+.0-9e]*/) ? substr(rest, 1, RLENGTH) + 0 : ""
}

# "true" or "false"; "" when it is neither.
function truth_of(line, name,    rest) {
    rest = value_of(line, name)
    return match(rest, /^(true|false)/) ? substr(rest, 1, RLENGTH) : ""
}

# The inside of an object without objects in it.
function object_of(line, name,    rest) {
    rest = value_of(line, name)
    return rest ~ /^\{/ ? substr(rest, 2, index(rest, "}") - 2) : ""
}

# The numbers of an array of an object, into into[1], into[2], ...; how many.
function numbers_of(line, name, into,    rest) {
    rest = value_of(line, name)
    if (rest !~ /^\[/) return 0
    return split(substr(rest, 2, index(rest, "]") - 2), into, ",")
}

function value_of(line, name,    at, mark) {
    mark = "\"" name "\":"
    at = index(line, mark)
    return at ? substr(line, at + length(mark)) : ""
}
