"""The coach's coach: caseload review without names, and what others may see."""
