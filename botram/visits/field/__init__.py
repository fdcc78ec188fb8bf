"""The day of a visit: reports of the team from the field, and corrections of reported hours.

`actions.take_report` stores a report, also one that arrives late or twice; `corrections.correct_hours` corrects hours.
`reports.possible_reports` lists the reports that are possible now.
"""
