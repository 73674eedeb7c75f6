"""Measures workloads: what is asked, of which data, by whom, and what the right answer is."""
