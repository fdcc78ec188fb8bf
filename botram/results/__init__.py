"""The results of visits: an append-only ledger of requests and issued documents, and its totals.

Officers record with `actions.record_results` and correct with `by_hand.record_by_hand`; the head verifies with
`verification.verify_visit`. `queries.totals_of` reads the totals of a visit, `review_queries.entry_lines` its entries;
`outcomes.outcome_word` is the label of an outcome.
"""
