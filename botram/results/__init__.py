"""What was done at a visit: requests taken, documents issued, and what came later, in a ledger that only grows.

Officers record with `actions.record_results` and correct with `by_hand.record_by_hand`; the head verifies with
`verification.verify_visit`. `queries.totals_of` sums a visit up, `review_queries.entry_lines` lists its entries, and
`outcomes.outcome_word` says what came of a request.
"""
