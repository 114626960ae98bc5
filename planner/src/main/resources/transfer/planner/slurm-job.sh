# What every job's script goes on with: it sets "run", "job", "tries" and "pause", and defines attempt().

cd -- "$run" || exit 71
# marks: whoever was ended by force leaves the first one behind
rm -f -- "$job.failed"
uname -n >"$job.started" || exit 71
try=1
while :; do
  (attempt)
  status=$?
  [ "$status" = 0 ] && break
  if [ "$try" -ge "$tries" ]; then
    echo "$status" >"$job.failed"
    rm -f -- "$job.started"
    exit "$status"
  fi
  echo "attempt $try of $tries ended with $status; again in $pause s" >&2
  sleep "$pause"
  try=$((try + 1)) pause=$((pause * 2))
done
: >"$job.done" || exit 71
rm -f -- "$job.started"
