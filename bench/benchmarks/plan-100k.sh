# shellcheck shell=bash
# 100,000 jobs side by side, with one before and one after them all.
files=100000 bytes=0
planning fork-join
