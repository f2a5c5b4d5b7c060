"""What is right and wrong about words: codespell's dictionary, its configuration, and its comments."""
