"""People come in by roster: OneRoster CSV 1.1 and 1.2, from a zip or a folder.

Read leniently, report strictly. A roster is opened (``opening``), its files are read
as rows with line numbers (``csvfile``), and what they say becomes a staged picture
(``staging``) with findings: an error skips its row, a warning imports it. What cannot be
trusted as a whole is refused, and nothing of it is applied.

Students, families, demographics, passwords and phone numbers are left behind while the
rows are read; only their number is known afterwards.
"""
