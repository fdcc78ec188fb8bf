"""What pages of several audiences share about a visit over HTTP: links, cards, versions of forms."""
