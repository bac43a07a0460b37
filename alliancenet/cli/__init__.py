"""The command line: one file per command, loaded only when it is called."""

import importlib
import sys

import click

from alliancenet.cli.ending import run

# name: (where the command lies, the line `alliancenet --help` shows)
COMMANDS = {
    "demo": ("alliancenet.cli.demo:demo", "Audit a shipped example and show what comes out."),
    "init": ("alliancenet.cli.init:init", "Make a new project folder, ready to fill in."),
    "add": ("alliancenet.cli.add:add", "Put files into a project: says what each is, and asks what is open."),
    "check": ("alliancenet.cli.check:check", "Read everything and print every problem at once."),
    "audit": ("alliancenet.cli.audit:audit", "Audit alliances: summary, audit files, one HTML report."),
    "explain": ("alliancenet.cli.explain:explain", "What a finding means and what to do about it."),
    "serve": ("alliancenet.cli.serve:serve", "Open the viewer over audit files."),
    "accounts": ("alliancenet.cli.accounts:accounts", "Who may sign in to the viewer."),
    "metrics": ("alliancenet.cli.metrics:metrics", "Network metrics of any people and ties."),
    "survey": ("alliancenet.cli.survey:survey", "Instruments: list, show, form, check, codebook, map."),
    "collect": ("alliancenet.cli.collect:collect", "Collect a survey: invite, serve, remind, close."),
    "comms": ("alliancenet.cli.comms:comms", "Communication logs: scan and build."),
    "portfolio": ("alliancenet.cli.portfolio:portfolio", "Portfolio review: tiers, health, actions."),
    "tiers": ("alliancenet.cli.tiers:tiers", "Tiers with their reasons and arithmetic."),
    "economics": ("alliancenet.cli.economics:economics", "What each partner earns after its cost to serve."),
    "customers": ("alliancenet.cli.customers:customers", "Who stays, and what each partner is worth."),
    "staffing": ("alliancenet.cli.staffing:staffing", "Whom to propose for open positions, by consent only."),
    "execution": ("alliancenet.cli.execution:execution", "How relationships are run, from satisfaction to form."),
    "learn": ("alliancenet.cli.execution:learn", "Tests of what was tried with partners, and their verdicts."),
    "compare": ("alliancenet.cli.compare:compare", "What changed between two audits."),
    "lessons": ("alliancenet.cli.lessons:lessons", "Lessons recorded for a finding."),
    "export": ("alliancenet.cli.export:export", "Files to hand on: PDF, XLSX, PPTX, network page, GraphML, CSV."),
    "privacy": ("alliancenet.cli.privacy:privacy", "What is held of people, promised, kept until; erase one of them."),
    "help": ("alliancenet.cli.help:help_", "Read the manual."),
}


class LazyGroup(click.Group):
    """Commands that are imported when they are called, so that ``--help`` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Names in the order of the table above."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="alliancenet")
def alliancenet() -> None:
    """Audit strategic alliances: people network, relationship, portfolio."""


def main() -> None:
    """Run the command line; how it ends is told in `ending`."""
    from alliancenet.extras import told

    def command() -> object:
        with told():
            return alliancenet(standalone_mode=False)

    sys.exit(run(command))
