# shellcheck shell=bash
# A workflow of 1,000 jobs side by side: what starting costs, mostly.
files=1000 bytes=0
planning fork-join
