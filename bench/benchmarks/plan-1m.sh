# shellcheck shell=bash
# 1,000,000 jobs side by side. Takes minutes and 20 GB of memory for the files and the program, so it runs when it is named only.
files=1000000 bytes=0
planning fork-join
