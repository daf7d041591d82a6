"""What is computed: counts, indicators, identities, and the strict YAML they are written in."""
