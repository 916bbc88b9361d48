"""Looking at every page that each role can reach, in each language, wide and on a telephone."""
