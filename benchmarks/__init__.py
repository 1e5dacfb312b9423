"""Benchmarks: each compares two ways within one run on one machine, so that its ratio carries over to another."""
