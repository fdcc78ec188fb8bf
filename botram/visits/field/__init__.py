"""The day of a visit: what the team reports from the field, and how hours are corrected afterwards.

`actions.take_report` keeps a report, also one that comes late or twice; `corrections.correct_hours` replaces hours that
were reported wrong. Which reports are possible says `reports.possible_reports`.
"""
