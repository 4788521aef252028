"""How gunicorn serves the web process, in the demo and in production."""

import os

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
# Leaks of libraries never grow old; the spread keeps the processes from restarting together.
max_requests = 10_000
max_requests_jitter = 1_000
# Addresses hold no texts, but who looked at what and when is nobody's business.
accesslog = None
errorlog = "-"
loglevel = "warning"
control_socket_disable = True
wsgi_app = "config.wsgi:application"
