"""A process that handles messages until it is killed: `python -m … URL CONTACTS`."""

from __future__ import annotations

import sys

from tests.anna_agents.robust.service import messages_of, scripted_anna


def main(url: str, contacts: int) -> None:
    anna = scripted_anna(url)
    for said in messages_of(contacts):
        for message in said:
            outcome = anna.handle(message)
            print(outcome.id, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
