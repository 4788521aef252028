"""The database roles. Logins step into them; nobody logs in as one."""

OWNER = "alongside_owner"
DEFINER = "alongside_definer"
MEMBER = "alongside_member"
PROGRAM = "alongside_program"
WORKER = "alongside_worker"
SIGNIN = "alongside_signin_data"

WEB_LOGIN = "alongside_web"
WORK_LOGIN = "alongside_work"
SIGNIN_LOGIN = "alongside_signin"
MIGRATE_LOGIN = "alongside_migrate"
SERVICE_LOGINS = (WEB_LOGIN, WORK_LOGIN, SIGNIN_LOGIN)
