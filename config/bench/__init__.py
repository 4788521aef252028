"""What `make bench` measures: the main pages at two sizes, with row security, with the same filters
written out, and beside bare Django views over the same rows."""
