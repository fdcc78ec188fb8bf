"""The latest changes of visits as an Atom feed.

`feed.news_feed` reads what a search finds and what has left it, `feed.news_file` writes the file.
"""
