#!/usr/bin/env python
"""The operator's tool: its commands connect as the owner of the tables (config/databases.py)."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    os.environ.setdefault("ALONGSIDE_LOGIN", "alongside_migrate")
    execute_from_command_line(sys.argv)
