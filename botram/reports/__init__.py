"""Reports over whole months: figures of an office, each with the visits that it counts.

`summary.summary_of` makes the report of a scope, `queries.shares_page` lists the visits behind a figure,
`workbook.as_xlsx` writes a file, `worksheets.first_table` gives the rows of one table, `public.public_figures` the
figures for everyone.
"""
