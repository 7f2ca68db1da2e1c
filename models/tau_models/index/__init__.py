"""The structure index of the studio's report: what is known, and how well it is recognised."""
