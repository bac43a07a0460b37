"""Rows of the table that are no measurement: what was derived or went wrong before, and the tests that stand for it."""

_SILENT = "tests/sources/test_silent_data.py"
_ENDING = "tests/cli/test_ending.py"
_RELEASE = "tests/privacy/test_release.py"
_LISTENING = "tests/web/test_listening.py"
_ACCOUNTS = "tests/web/test_accounts.py"

TESTED = (
    (
        "A13 a person's points where friendships count",
        "f_out follows from them",
        ["tests/privacy/test_friendship.py", "tests/privacy/test_gate.py"],
    ),
    (
        "A2 friendship of pairs and persons",
        "all cross pairs where the partner has two people",
        ["tests/privacy/test_friendship.py"],
    ),
    (
        "A3, A4, A10, A14 names: the one who did not agree, roles, open answers, audit file",
        "role of the one; 11 names; two-letter names, initials, telephones; names of people who may not be named",
        [
            "tests/privacy/test_review_view.py",
            "tests/privacy/test_names_in_files.py",
            "tests/privacy/test_open_answers.py",
            "tests/survey/test_redaction.py",
            "tests/privacy/test_gate.py",
        ],
    ),
    (
        "A5, A8 expectations from three, goals all alike",
        "majority of three; agreement 100",
        [
            f"{_RELEASE}::test_goals_that_all_or_all_but_one_chose_are_told_by_no_number",
            "tests/metrics/test_contract.py",
        ],
    ),
    ("A7 the only senior of each side", "whether they are in touch", ["tests/privacy/test_units.py"]),
    (
        "A9, C6 reader x page x file",
        "HR gets the portfolio file",
        [
            "tests/web/test_rights.py",
            "tests/cli/test_export_rights.py",
            "tests/privacy/test_money.py",
            "tests/privacy/test_staffing.py",
        ],
    ),
    (
        "A11 an opt-out by difference: months, hours, shares, counts of logs",
        "that person's messages by month",
        [
            f"{_RELEASE}::test_months_of_contact_are_not_shown_to_groups_where_few_opted_out_joined_or_left",
            f"{_RELEASE}::test_sums_over_logs_are_not_shown_to_groups_where_few_opted_out_joined_or_left",
            f"{_RELEASE}::test_one_who_opted_out_or_left_since_an_earlier_wave_stands_in_the_audit_as_moved",
        ],
    ),
    (
        "A12 a person in a second alliance",
        "that person's answer",
        [f"{_RELEASE}::test_a_number_of_a_second_alliance_does_not_tell_what_its_one_further_member_said"],
    ),
    (
        "A1, A6, A8 who said it, what all said: every page, table and file of every reader, both languages",
        "not tried",
        ["tests/privacy/test_answer_worlds.py"],
    ),
    (
        "A9 plans, how relationships are run: every page and file of those they are not for",
        "not tried",
        ["tests/privacy/test_execution_worlds.py", "tests/collect/test_desk.py"],
    ),
    (
        "A two waves, all readers together",
        "held",
        ["tests/privacy/test_attack.py", "tests/privacy/test_interference.py"],
    ),
    (
        "B1 complete without an answer; files that change, tables that vanish",
        "bad news invented, no word",
        [
            f"{_SILENT}::test_somebody_complete_without_an_answer_counts_as_unanswered",
            f"{_SILENT}::test_files_that_change_while_a_project_is_read_are_read_again",
            "tests/test_vanished.py",
        ],
    ),
    (
        "B2 ties beyond 20,000",
        "lost in silence",
        [
            "tests/metrics/test_too_many_people.py::test_every_tie_is_handed_on_however_many_there_are",
            "tests/report/test_graph.py",
        ],
    ),
    ("B4 rows that stand twice", "counted twice", [f"{_SILENT}::test_a_row_that_stands_twice_counts_once_and_is_said"]),
    (
        "B6 two at once",
        "traceback",
        ["tests/files/test_locking.py", f"{_ENDING}::test_two_builds_of_logs_in_one_folder_take_turns"],
    ),
    (
        "B7, C4, V20 a log that cannot be written, or read by others",
        "500, nothing said",
        [
            f"{_LISTENING}::test_without_a_log_pages_of_people_stay_closed_and_say_why",
            f"{_LISTENING}::test_the_log_is_for_its_owner_only_also_an_old_one",
            f"{_LISTENING}::test_whoever_starts_the_viewer_is_told_that_the_log_cannot_be_written",
        ],
    ),
    (
        "B11, B12 numbers read as something else, waves in the future",
        "accepted, no word",
        [
            f"{_SILENT}::test_a_number_yaml_reads_otherwise_than_people_is_refused",
            f"{_SILENT}::test_a_wave_that_closes_ahead_of_today_is_said",
        ],
    ),
    ("B17 exports with the first row alone", "traceback", ["tests/survey/test_readers_hostile.py"]),
    (
        "B18 Ctrl-C",
        "swallowed once; code 1",
        [
            f"{_ENDING}::test_an_interrupt_ends_with_130_and_leaves_nothing_half_written",
            f"{_ENDING}::test_an_interrupt_that_somebody_swallows_comes_again",
        ],
    ),
    (
        "B10 a killed audit of many goes on",
        "starts anew",
        [f"{_ENDING}::test_a_killed_audit_goes_on_where_it_stopped_and_gives_the_same"],
    ),
    (
        "C1, C2, V1, V6, V7, V8, V9, V10 accounts, guessing, sign-on",
        "old sessions keep rights; 1 or 2 of 20 kept; names can be locked",
        [_ACCOUNTS],
    ),
    ("C1 a firm's sign-on behind nginx with TLS", "none", ["tests/web/test_behind_nginx.py"]),
    (
        "C3, V3, V4, V5, V13, V16 silent connections, two lengths, foreign hosts, large bodies",
        "nobody served; both answered; accepted",
        [_LISTENING, "tests/web/test_entry.py"],
    ),
    ("C6, V2 the front door of every role in a browser", "sign-in refused", ["tests/web/test_front_door_browser.py"]),
    (
        "V18 audit files cut, empty, of another format, changed",
        "8 of 8 named, the rest served",
        [
            "tests/web/test_pages.py::test_a_damaged_file_is_named_and_the_others_are_shown",
            "tests/web/test_pages.py::test_a_harmed_audit_is_named_on_the_page_and_in_the_log_and_the_others_are_shown",
        ],
    ),
    (
        "C6, hostile text in files",
        "0 scripts on 304 pages",
        ["tests/export/test_files.py", "tests/export/test_economics_files.py"],
    ),
    (
        "D template of slides, parts and licences, notebook kept out",
        "Steve Canny; no list; IPython loaded",
        [
            "tests/export/test_files.py::test_the_slides_are_drawn_on_a_template_of_their_own",
            "tests/gates/test_dependencies.py",
        ],
    ),
)
