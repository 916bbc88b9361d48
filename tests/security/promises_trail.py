"""The promises of the record of access, and the tests that answer for them; see test_promises."""

_VERIFY = "tests.audit.test_verify"
_CLOSED = "tests.audit.test_fail_closed"
_ALONG = "tests.audit.test_concurrency"
_WITNESS = "tests.audit.test_witnessing"

PROMISES: dict[str, tuple[str, ...]] = {
    "an entry edited, deleted, cut off, reordered or doubled is seen": (
        f"{_VERIFY}:test_tampering_is_found",
        f"{_VERIFY}:test_a_log_rewritten_to_fit_itself_does_not_fit_what_was_sealed",
        "tests.audit.test_proving:test_tampering_with_the_bundle_is_found",
    ),
    "INSERT OR REPLACE, a superuser's update and TRUNCATE are seen": (
        f"{_VERIFY}:test_an_entry_put_over_another_is_found",
        f"{_VERIFY}:test_what_a_superuser_changes_past_every_constraint_is_found",
        f"{_VERIFY}:test_an_emptied_table_is_found",
    ),
    "the whole database rolled back is seen": (
        f"{_VERIFY}:test_a_database_rolled_back_is_seen_then_and_for_ever",
        f"{_VERIFY}:test_a_backup_of_the_whole_file_put_back_is_seen",
        f"{_WITNESS}:test_the_whole_installation_rolled_back_is_seen_by_the_witness",
    ),
    "a head signed again with another key is seen": (
        f"{_VERIFY}:test_a_head_signed_with_another_key_is_a_problem_that_stays",
        f"{_WITNESS}:test_a_head_signed_with_another_key_gets_no_signature",
    ),
    "a split view is seen": (
        f"{_WITNESS}:test_a_split_view_is_signed_by_one_witness_only",
        f"{_VERIFY}:test_another_branch_of_the_same_log_put_in_its_place_is_seen_for_ever",
    ),
    "eight writers at once do not fork a log": (
        f"{_ALONG}:test_eight_writers_at_once_do_not_fork_the_log",
        f"{_CLOSED}:test_a_fork_is_refused_by_the_database",
    ),
    "kill -9 in the middle of an entry loses nothing acknowledged": (
        f"{_ALONG}:test_writers_killed_under_load_lose_nothing_that_was_acknowledged",
        f"{_ALONG}:test_a_crash_between_the_two_commits_cries_no_wolf",
    ),
    "an import that is killed goes on": (
        "tests.intake.test_import:test_an_import_that_was_killed_goes_on_where_it_was",
    ),
    "disk full, lock time-out, signer gone: nothing is shown": (
        f"{_CLOSED}:test_a_full_disk_shows_nothing",
        f"{_CLOSED}:test_a_lock_that_does_not_come_shows_nothing",
        f"{_CLOSED}:test_without_the_signer_of_heads_or_the_tags_nothing_is_shown",
    ),
    "the key of a log that its server reads is changed, and all of it stays readable": (
        (
            "tests.audit.test_days:"
            "test_a_log_without_focal_points_changes_its_key_and_all_of_it_stays_readable"
        ),
    ),
    "an emergency ends by itself": (
        "tests.safeguarding.test_emergency:test_after_thirty_minutes_it_is_shut_again",
    ),
    "image bomb and EXIF": (
        ("tests.test_picturing:test_a_picture_is_drawn_anew_bounded_and_without_what_was_hidden"),
        "tests.test_picturing:test_more_pixels_than_a_page_has_are_not_even_unpacked",
        "tests.test_picturing:test_a_process_that_never_ends_is_ended",
    ),
    "a sealed record whose readers have left gets a new one by two people": (
        (
            "tests.desk.test_sealed:"
            "test_two_focal_points_name_a_new_reader_on_a_record_whose_readers_have_left"
        ),
    ),
}
