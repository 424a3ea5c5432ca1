"""Timing of the build at scale, against Morph-KGC; see README.md in this folder."""
