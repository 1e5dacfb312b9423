"""The trainer's desk: what answers, collections and briefings become when taken away, and how it is checked."""
