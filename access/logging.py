"""A log line says what failed and where, never what somebody wrote."""

import logging


class WithoutTexts(logging.Filter):
    """Drops what an exception says of rows ("DETAIL: Key (…)=(…)") and keeps type and place."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info:
            kind, _, trace = record.exc_info
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
            record.msg = f"{record.getMessage()} ({kind.__name__ if kind else '?'} at {place})"
            record.args = None
            record.exc_info = None
            record.exc_text = None
        return True
