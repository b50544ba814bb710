"""Sends the requests of a run as people of different roles, one after the other, with the tokens in FUZZER_TOKENS."""

import itertools
import os

import schemathesis

tokens = itertools.cycle(os.environ["FUZZER_TOKENS"].split(","))


@schemathesis.auth(refresh_interval=None)
class NextPerson:
    def get(self, case, context):
        return next(tokens)

    def set(self, case, token, context):
        case.headers["Authorization"] = f"Bearer {token}"
