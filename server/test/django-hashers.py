"""What the real Django makes of passwords: a question as JSON on standard input, its answer on standard output."""

import json
import sys

from django.conf import settings

HASHERS = [
    "BCryptSHA256PasswordHasher",
    "BCryptPasswordHasher",
    "PBKDF2PasswordHasher",
    "PBKDF2SHA1PasswordHasher",
    "Argon2PasswordHasher",
]
settings.configure(PASSWORD_HASHERS=["django.contrib.auth.hashers." + name for name in HASHERS])

from django.contrib.auth.hashers import check_password, make_password  # noqa: E402 (after the settings)

question = json.load(sys.stdin)
json.dump(
    {
        "encoded": [make_password(password, hasher=algorithm) for algorithm, password in question["encode"]],
        "checked": [check_password(password, encoded) for password, encoded in question["check"]],
    },
    sys.stdout,
)
