#!/bin/sh
# Submits the jobs of this run to Slurm; again, after a failure was mended, those that are not done.
#   ./submit.sh            submit; refused while jobs of this run wait or run
#   ./submit.sh --status   how many are done, and which have failed: ends with 0 when all are done, with 3 while jobs wait or
#                          run, else with 1
#   ./submit.sh --cancel   cancel all that wait or run
# Written by "transfer plan --engine slurm". Beside the script of a job: NAME.done says that it is done and need not run again,
# NAME.failed with which status it failed, NAME.started where it runs.
set -u

say() { echo "submit.sh: $*"; }
fail() { say "$*" >&2; exit 1; }

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || fail "cannot find its own directory"
cd -- "$here" || exit 1
case $here in
  *\\* | *'
'*) fail "Slurm cannot write into a directory with a backslash or a line break in its name: $here" ;;
esac

action=submit
case $#-${1-} in
  0-) ;;
  1---status) action=status ;;
  1---cancel) action=cancel ;;
  *) echo "usage: submit.sh [--status | --cancel]" >&2; exit 2 ;;
esac

# where Slurm sees a directive in a path: %j, say
logs=$(printf %s "$here" | sed 's/%/%%/g')
# a name that no other run has: see slot
run=$(printf %s "$here" | cksum | cut -d ' ' -f 1)
most_parents=1000
all=0 done=0 failed=0 submitted=0 roots=
# whose settings would hide jobs
unset SQUEUE_STATES SQUEUE_PARTITION SQUEUE_ACCOUNT SQUEUE_QOS SQUEUE_NAMES
# or make it wait for a job that is held until all are submitted
unset SBATCH_WAIT SBATCH_ARRAY_INX

if [ "$action" != status ]; then
  exec 9>>slurm.lock || exit 1
  flock -n 9 || fail "another submit.sh is at work on this run"
fi

# Numbers of jobs that were submitted here and have not ended.
active() {
  [ -e slurm.jobs ] || return 0
  queue=$(squeue --noheader --user "$(id -u)" --format %A) || fail "squeue does not answer, so nobody knows what still runs"
  printf '%s\n' "$queue" | awk 'NR == FNR { ours[$1]; next } $1 in ours { print $1 }' slurm.jobs -
}

active=$(active) || exit 1
if [ "$action" = cancel ]; then
  [ "$active" ] || { say "no job waits or runs"; exit 0; }
  printf '%s\n' "$active" | xargs scancel || exit 1
  say "cancelled $(printf '%s\n' "$active" | wc -l) jobs"
  exit 0
fi
if [ "$action" = submit ]; then
  if [ "$active" ]; then
    fail "$(printf '%s\n' "$active" | wc -l) jobs of this run wait or run; see squeue, or submit.sh --cancel"
  fi
  : >slurm.jobs || exit 1
  # whatever ends this before all are submitted: nothing has run yet, and nothing of it shall
  trap 'abandon "interrupted"' HUP INT TERM
fi

abandon() {
  trap '' HUP INT TERM
  if [ -s slurm.jobs ]; then cut -d ' ' -f 1 slurm.jobs | xargs scancel; fi
  fail "$1; all that was submitted is cancelled"
}

# name stem option...: submits a script; its number is in "id"
send() {
  comment=$1 log=$logs/$2
  shift 2
  id=$(sbatch --parsable --export="$exported" --requeue --open-mode=append --kill-on-invalid-dep=yes --comment="$comment" \
    --output="$log.out" --error="$log.err" "$@") || abandon "sbatch refuses $comment"
  id=${id%%;*}
  echo "$id $comment" >>slurm.jobs || abandon "cannot write slurm.jobs"
}

# number slot name stem parents option...: one job. It waits for those of its parents that are not done.
job() {
  number=$1 slot=$2 name=$3 stem=$4 parents=$5
  shift 5
  all=$((all + 1))
  if [ -e "$stem.done" ]; then
    done=$((done + 1))
    return
  fi
  if [ "$action" = status ]; then
    if [ -e "$stem.failed" ]; then
      failed=$((failed + 1))
      echo "failed: $name, status $(cat -- "$stem.failed"): $here/$stem.err"
    elif [ -e "$stem.started" ] && [ -z "$active" ]; then
      failed=$((failed + 1))
      echo "ended by force: $name, on $(cat -- "$stem.started"): $here/$stem.err"
    fi
    return
  fi
  after='' count=0
  for parent in $parents; do
    eval "id=\${id$parent-}"
    # shellcheck disable=SC2154 # set by eval
    [ "$id" ] || continue
    if [ "$count" = "$most_parents" ]; then
      # a list of numbers must fit into one argument: these are waited for by a job that does nothing
      send "gather-$name" gather "$@" --job-name=gather --time=1 --dependency="afterok$after" --output=/dev/null \
        --error=/dev/null --wrap=:
      after=:$id count=1
      eval "id=\$id$parent"
    fi
    after=$after:$id count=$((count + 1))
  done
  rm -f -- "$stem.failed" "$stem.started"
  # Of all jobs with one name only one runs at a time (singleton): as many names as may run at once.
  condition=${after:+afterok$after}
  title=$name
  if [ "$slot" ]; then
    title=$slot-$run
    condition=${condition:+$condition,}singleton
  fi
  if [ "$condition" ]; then set -- --dependency="$condition" "$@"; fi
  # nothing starts before all are submitted
  if [ -z "$after" ]; then set -- --hold "$@"; fi
  send "$name" "$stem" --job-name="$title" "$@" "./$stem.slurm"
  if [ -z "$after" ]; then roots="$roots $id"; fi
  eval "id$number=\$id"
  submitted=$((submitted + 1))
}

finish() {
  if [ "$action" = status ]; then
    active=$(active) || exit 1
    say "$all jobs: $done done, $failed failed, $(printf %s "$active" | grep -c .) wait or run"
    [ "$done" = "$all" ] && exit 0
    [ -z "$active" ] || exit 3
    exit 1
  fi
  # shellcheck disable=SC2086 # a list of numbers
  if [ "$roots" ]; then
    printf '%s\n' $roots | xargs -n 500 echo | tr ' ' ',' | while IFS= read -r ids; do
      scontrol release "$ids" || exit 1
    done || abandon "scontrol does not release the first jobs"
  fi
  trap - HUP INT TERM
  say "$submitted of $all jobs submitted, $done are done already"
}

