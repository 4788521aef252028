"""The confidentiality kernel: who may read what, decided by the database.

Read in this order: `models.py` (the relation), `sql/relation.sql` (the two views that combine it),
`sql/identity.sql` (who is asking), `policy.py` and `constraint.py` (how a rule becomes a policy),
`context.py` and `middleware.py` (how a request steps into a role). The page that explains it is
docs/architecture.md.
"""
