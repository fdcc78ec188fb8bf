"""What pages of several audiences share about a visit: links, cards, versions of forms."""
