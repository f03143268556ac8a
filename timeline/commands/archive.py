"""``archive``: dated copies of the documents that a collection cites, and what has changed or gone since."""

from __future__ import annotations

import argparse
from importlib.util import find_spec

from timeline.collection.english import join
from timeline.collection.numbers import whole_number
from timeline.commands.arguments import Commands, add_folder, open_record, stop, tell

NEEDS = ("warcio", "wacz", "trafilatura")
HOW = "pip install -r requirements-archive.txt -c constraints.txt, or pip install 'on-the-record[archive]'"


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("archive", help="keep copies of the cited documents, and say what changed or is gone")
    add_folder(parser)
    parser.add_argument("--only-new", action="store_true", help="pass over addresses that there is a copy of")
    parser.add_argument("--limit", type=read_limit, metavar="N", help="ask at most so many addresses; default: all")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Asks for the documents; prints what changed, what is gone and what could not be copied."""
    missing = [name for name in NEEDS if find_spec(name) is None]
    if missing:
        are = "is" if len(missing) == 1 else "are"
        stop(f"archive needs {join(missing)}, which {are} not installed: {HOW}")
    from timeline.archive.run import IndexFaulty, archive_record

    open_record(options.folder)  # ends here where there is nothing to read
    try:
        report = archive_record(options.folder, only_new=options.only_new, limit=options.limit, tell=tell)
    except (IndexFaulty, OSError) as error:
        stop(str(error))
    except KeyboardInterrupt:
        stop("stopped; what was copied is kept, and the next run goes on from there")
    print("\n".join(report.lines()))
    return 0


def read_limit(text: str) -> int:
    """A number of addresses, 1 or more.

    Raises:
        argparse.ArgumentTypeError: it is none; argparse shows the reason to the caller.
    """
    number = whole_number(text, least=1)
    if number is None:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of addresses; write 1 or more")
    return number
