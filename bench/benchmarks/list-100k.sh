# shellcheck shell=bash
# A list of 100,000 files of one byte, in memory: what a list costs, apart from moving bytes.
files=100000 bytes=100000
aims='first_file 1 memory_kib 262144'
list_in_memory
