"""What git is asked for: which commit to compare with (`repository`), what was in it (`tree`, out of `objects`), and moves."""
