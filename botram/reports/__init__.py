"""Reports over whole months: figures of an office, each with the visits that it counts.

`summary.summary_of` makes the report of a scope, `queries.shares_page` lists the visits behind a figure,
`workbook.as_xlsx` and `csv_file.as_csv` write files, `public.public_figures` returns the figures for everyone.
"""
