"""Counts over whole months: what an office did, each figure with the visits that it was counted from.

`summary.summary_of` counts an office's months, `queries.shares_page` lists the visits behind a figure,
`workbook.as_xlsx` and `csv_file.as_csv` write tables, `public.public_figures` is what everyone may read.
"""
