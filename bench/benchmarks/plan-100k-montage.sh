# shellcheck shell=bash
# 100,000 jobs of a mosaic of images: nine levels, two of which are one job each.
files=100000 bytes=0
planning montage
