"""Tasks of a case in one's own words: what somebody is to do until a day."""
