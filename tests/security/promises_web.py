"""The promises of access and web, and the tests that answer for them; see test_promises."""

_WEB = "tests.security.test_web"
_SERVER = "tests.security.test_server"
_DOOR = "tests.access.test_sign_in"
_STEP = "tests.access.test_sign_in_second_step"
_KEYS = "tests.security.test_keys_that_cheat"
_GATE = "tests.security.test_gate_attacks"
_LISTS = "tests.security.test_lists"
_REFUSAL = "tests.exchange.test_refusal"
_MESSAGE = "tests.messages.test_refusal"

PROMISES: dict[str, tuple[str, ...]] = {
    "every route × role × society × sensitivity × relation": (
        "tests.security.test_routes:test_every_page_opens_only_to_those_who_may",
        "tests.security.test_routes:test_the_record_itself_opens_to_those_who_should",
        "tests.security.test_matrix:test_pages_of_records_open_by_relation_and_sensitivity",
        "tests.security.test_matrix:test_the_page_of_who_may_what_is_not_stale",
    ),
    "a sealed record is invisible in lists, counts, suggestions and search": (
        f"{_WEB}:test_a_sealed_record_changes_no_byte_of_any_page_of_those_not_named",
        "tests.reporting.test_page:test_a_sealed_case_is_in_no_figure",
        "tests.societies.test_societies:test_numbers_tell_neither_how_many_there_are_nor_what_lies_between_two",
    ),
    "a record one may not know is refused as one that is not there": (
        "tests.security.test_timing:test_a_record_that_one_may_not_know_is_refused_as_one_that_is_not_there",
    ),
    "a role revoked in mid-session acts on the next request": (
        f"{_DOOR}:test_a_role_taken_away_is_gone_on_the_next_request",
        f"{_DOOR}:test_a_closed_account_is_out_on_the_next_request",
        "tests.security.test_grave_acts:test_a_role_taken_away_while_the_page_waits_for_the_proof_is_gone",
    ),
    "nobody approves their own": (f"{_GATE}:test_nobody_approves_their_own",),
    "the approval of something else does nothing": (
        f"{_GATE}:test_the_approval_of_something_else_releases_nothing",
    ),
    "approvals count once, in parallel too": (
        f"{_GATE}:test_of_eight_approvals_at_once_one_sends",
        f"{_GATE}:test_of_eight_releases_at_once_one_crosses",
    ),
    "of several emergencies at once one opens": (
        "tests.safeguarding.test_emergency:test_of_four_at_once_one_opens",
    ),
    "nothing crosses under a consent that was taken back, before, after or meanwhile": (
        f"{_GATE}:test_a_question_whose_consent_was_taken_back_is_not_sent",
        f"{_GATE}:test_a_consent_taken_back_takes_the_questions_out_of_the_other_inbox",
        f"{_GATE}:test_a_consent_is_not_taken_back_in_the_middle_of_what_crosses_under_it",
        (
            "tests.transfers.test_moving:"
            "test_a_consent_is_not_taken_back_in_the_middle_of_a_hand_over"
        ),
    ),
    "a code of an app works once, in parallel too": (
        f"{_STEP}:test_of_eight_requests_with_one_code_at_once_one_is_let_in",
        f"{_STEP}:test_an_older_code_is_refused_after_a_newer_one",
    ),
    "WebAuthn without user verification opens nothing": (
        f"{_KEYS}:test_a_key_that_did_not_verify_its_owner_opens_nothing",
        f"{_KEYS}:test_a_key_tricked_by_another_site_opens_nothing",
        f"{_KEYS}:test_of_eight_answers_to_one_challenge_at_once_one_counts",
        f"{_KEYS}:test_a_challenge_that_was_spent_since_it_was_read_is_spent",
    ),
    "a session planted beforehand is worth nothing": (
        f"{_DOOR}:test_a_session_planted_beforehand_is_worth_nothing",
        f"{_DOOR}:test_signing_in_again_makes_a_new_session_and_ends_the_one_before",
    ),
    "sessions end: idle, absolute, by hand": (
        f"{_DOOR}:test_twenty_minutes_without_a_touch_end_a_session",
        f"{_DOOR}:test_twelve_hours_end_a_session_however_busy",
        f"{_DOOR}:test_one_sees_ones_own_sessions_and_ends_those_that_are_not_here",
    ),
    "grave acts ask for the second step again": (
        "tests.security.test_grave_acts:test_every_act_under_a_grave_permission_asks",
    ),
    "a forged X-Forwarded-For is not believed": (
        f"{_SERVER}:test_the_server_reads_forwarded_addresses_of_proxies_of_ours_and_only_theirs",
        "tests.access.test_sign_in_throttle:test_a_forged_address_buys_no_more_tries",
    ),
    "CSV formulas": (
        f"{_LISTS}:test_the_file_of_rows_to_mend_runs_nothing",
        f"{_LISTS}:test_a_cell_that_a_spreadsheet_would_run_is_made_text",
    ),
    "XXE": (
        f"{_LISTS}:test_an_entity_that_names_a_file_reads_none",
        f"{_LISTS}:test_entities_that_grow_do_not_grow",
    ),
    "zip bomb": (
        f"{_LISTS}:test_a_workbook_that_unpacks_to_a_flood_is_not_read",
        f"{_LISTS}:test_a_workbook_that_lies_about_its_size_is_not_read",
    ),
    "zip slip": (f"{_LISTS}:test_a_part_that_leads_out_of_the_archive_writes_no_file",),
    "a canary is found in no file, log, address, temporary file or traceback": (
        "tests.security.test_canary:test_a_name_is_found_in_no_file_log_or_address",
        "tests.security.test_canary:test_an_unforeseen_error_tells_nothing_of_what_it_held",
        f"{_SERVER}:test_an_upload_touches_no_temporary_file",
    ),
    "a refusal looks like a search: same bytes, same work, same counts": (
        f"{_REFUSAL}:test_every_page_of_the_asking_society_keeps_its_bytes_when_the_person_refuses",
        f"{_REFUSAL}:test_the_asking_societys_trail_does_not_tell_of_the_interview",
        "tests.security.test_timing:test_a_refusal_costs_the_asking_society_as_many_statements_as_a_search",
        f"{_MESSAGE}:test_every_page_row_and_entry_stays_as_it_was_when_the_addressee_wants_nothing_told",
        f"{_MESSAGE}:test_a_refused_message_and_one_that_nobody_touched_are_told_apart_by_nothing",
        f"{_MESSAGE}:test_who_refused_in_the_consent_gate_is_not_given_away_by_a_message",
    ),
    "unknown and wrong are told alike, and cost alike": (
        f"{_DOOR}:test_unknown_wrong_ended_and_uninvited_get_the_same_page",
        "tests.security.test_timing:test_signing_in_costs_as_much_for_an_account_that_is_not_there",
    ),
    "forms only from our own pages": (
        f"{_WEB}:test_every_form_refuses_to_be_sent_from_elsewhere",
        f"{_WEB}:test_fields_that_a_form_does_not_have_change_nothing",
    ),
    "hostile names run nowhere": (f"{_WEB}:test_a_name_that_is_a_script_runs_on_no_page",),
}
