# shellcheck shell=bash
# A list of 1,000,000 files of one byte, in memory: whether it runs through, and what memory it takes. Takes minutes, so
# it runs when it is named only; name it with -n 1.
files=1000000 bytes=1000000
aims='memory_kib 1048576'
list_in_memory
