"""The editor of SOPs: drawing, judging, keeping and trying a draft."""
