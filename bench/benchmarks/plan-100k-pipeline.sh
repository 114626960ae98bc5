# shellcheck shell=bash
# 100,000 jobs one after the other.
files=100000 bytes=0
planning pipeline
