"""National Societies, the sites where they work and the routes they work on."""
