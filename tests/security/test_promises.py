"""What a security engineer asks for, and the tests that answer: sealing, keys, erasure, copies.

Each promise names tests by module and function; a test that is renamed or gone makes this fail.
"""

from importlib import import_module

import pytest

from tests.security import promises_trail, promises_web

PROMISES: dict[str, tuple[str, ...]] = {
    **promises_web.PROMISES,
    **promises_trail.PROMISES,
    "a ciphertext moved to another row opens in neither": (
        "tests.keys.test_service:test_documents_exchanged_between_two_rows_open_in_neither",
        "tests.crypto.test_sealing:test_a_blob_moved_elsewhere_does_not_open",
        "tests.security.test_sealing:test_rows_whose_documents_were_exchanged_open_on_no_page",
    ),
    "a ciphertext moved to another column, table or version does not open": (
        "tests.crypto.test_sealing:test_a_blob_moved_elsewhere_does_not_open",
        "tests.security.test_sealing:test_a_document_in_another_tables_column_opens_on_no_page",
    ),
    "a ciphertext moved to another society does not open": (
        "tests.keys.test_service:test_a_document_of_another_society_does_not_pass_as_ones_own",
        (
            "tests.keys.test_service:"
            "test_a_document_under_another_societys_key_is_refused_even_if_well_sealed"
        ),
        "tests.keys.test_service:test_a_key_does_not_seal_another_societys_record",
        "tests.security.test_sealing:test_a_row_given_to_another_society_opens_on_no_page",
    ),
    "a wrapped key moved to another row is dead": (
        "tests.keys.test_service:test_wrapped_keys_exchanged_between_two_rows_are_dead",
        "tests.keys.test_transit:test_a_wrapped_key_moved_to_another_row_or_changed_is_dead",
    ),
    "a rotation of the index key loses nobody, and is killed anywhere": (
        "tests.linking.test_rekeying:test_the_same_people_are_found_at_every_step_of_a_rotation",
        "tests.linking.test_rekeying:test_a_rotation_killed_on_its_way_goes_on",
        "tests.linking.test_rekeying:test_who_comes_changes_and_goes_meanwhile_is_found_rightly",
    ),
    "a backup that somebody else made, or an older one, is not restored unseen": (
        "tests.keeping.test_signing:test_a_forged_backup_is_refused_before_anything_is_written",
        "tests.keeping.test_signing:test_an_older_backup_put_in_the_place_of_a_newer_one_is_seen",
        "tests.keeping.test_signing:test_an_older_one_renamed_to_be_newer_is_refused",
    ),
    "a root key that is moved loses nothing, wherever it is killed": (
        "tests.keeping.test_moving:test_the_root_key_goes_round_and_everything_opens_at_each_station",
        "tests.keeping.test_moving:test_a_move_killed_on_its_way_goes_on_with_the_same_words",
        (
            "tests.keeping.test_moving:"
            "test_a_server_that_was_not_stopped_locks_nothing_under_the_old_root"
        ),
    ),
    "every flipped byte is noticed": (
        "tests.crypto.test_sealing:test_every_changed_byte_is_noticed",
        "tests.crypto.test_stream:test_every_changed_byte_is_noticed",
    ),
    "every truncation is noticed": (
        "tests.crypto.test_sealing:test_every_shortening_is_noticed",
        "tests.crypto.test_stream:test_every_shortening_is_noticed",
        "tests.crypto.test_stream:test_a_piece_left_out_doubled_moved_or_cut_off_is_noticed",
    ),
    "a wrong key opens nothing, and no cause can be told from another": (
        "tests.crypto.test_sealing:test_another_key_does_not_open_it",
        "tests.crypto.test_sealing:test_halves_of_two_blobs_do_not_make_a_third",
        "tests.crypto.test_sealing:test_no_cause_can_be_told_from_another",
        "tests.keys.test_service:test_another_root_key_opens_nothing_and_says_why",
        "tests.keeping.test_backups:test_another_backup_key_does_not_open_it",
    ),
    "an unknown version is refused": (
        "tests.crypto.test_sealing:test_an_unknown_version_is_refused",
        "tests.security.test_sealing:test_no_version_but_the_known_one_opens",
    ),
    "known answers stand for ever": (
        "tests.crypto.test_sealing:test_the_format_is_the_one_that_was_promised",
        "tests.crypto.test_sealing:test_a_blob_of_the_first_release_opens_for_ever",
        "tests.security.test_sealing:test_a_key_wrapped_by_the_first_release_opens_for_ever",
        "tests.security.test_sealing:test_papers_of_the_first_release_restore_for_ever",
        "tests.security.test_sealing:test_a_backup_of_the_first_release_opens_for_ever",
    ),
    "a rotation killed with kill -9 at any step loses nothing and goes on": (
        "tests.keys.test_rotating:test_a_rotation_killed_at_any_step_loses_nothing_and_goes_on",
        (
            "tests.keys.test_rotating:"
            "test_new_keys_made_during_a_rotation_are_never_left_under_a_dead_epoch"
        ),
        (
            "tests.keeping.test_rotation:"
            "test_a_rotation_left_half_way_is_taken_up_and_makes_no_third_epoch"
        ),
    ),
    "after a rotation the old key is gone": (
        "tests.keys.test_rotating:test_what_was_sealed_before_opens_after_and_the_old_key_is_gone",
        "tests.keys.test_rotating:test_an_old_copy_of_a_wrapped_key_is_dead_after_the_rotation",
        "tests.keys.test_rotating:test_the_old_keys_are_in_no_file_any_more",
    ),
    "an erased record is read by nobody, from any table, index, file or job": (
        "tests.erasure.test_erasing:test_nothing_that_any_key_still_opens_holds_an_erased_name",
        "tests.erasure.test_erasing:test_neither_a_blob_nor_a_wrapped_key_is_left_in_the_files",
        "tests.erasure.test_erasing:test_nothing_is_left_in_the_index",
        "tests.erasure.test_erasing:test_a_job_of_erasure_holds_ids_only_and_can_be_run_again",
        "tests.keys.test_service:test_a_destroyed_key_opens_nothing_from_that_moment",
    ),
    "erasure needs a second person, who approves exactly what goes": (
        "tests.erasure.test_erasing:test_whoever_asks_does_not_decide",
        "tests.erasure.test_erasing:test_only_what_was_seen_is_erased",
        "tests.erasure.test_erasing:test_an_approval_is_good_for_one_record_only",
    ),
    "a backup from before an erasure restores without the erased record": (
        (
            "tests.keeping.test_backups:"
            "test_a_backup_from_before_an_erasure_restores_without_the_erased_record"
        ),
        "tests.erasure.test_replaying:test_an_older_main_database_is_taught_what_was_erased",
        "tests.erasure.test_replaying:test_an_older_key_store_is_taught_which_keys_are_dead",
    ),
    "a canary name is found in no database, log, file, address, job or backup": (
        "tests.security.test_canary:test_a_name_is_found_in_no_file_log_or_address",
        "tests.keeping.test_backups:test_neither_place_holds_a_name_or_a_wrapped_key",
    ),
    "key store or root key away: nothing is shown": (
        "tests.audit.test_fail_closed:test_without_the_key_store_nothing_is_shown",
        "tests.keys.test_transit:test_a_page_answers_503_while_vault_is_sealed",
        "tests.keys.test_service:test_a_database_that_is_away_fails_closed",
    ),
    "the root key comes back from any two of three papers, and from no single one": (
        "tests.keeping.test_papers:test_each_pair_of_printed_sheets_brings_an_installation_back",
        "tests.keeping.test_papers:test_one_paper_alone_or_twice_restores_nothing",
    ),
    "nothing opens but through the trail": (
        "tests.keys.test_opening:test_only_the_trail_imports_what_can_open",
        "tests.keys.test_opening:test_nothing_opens_without_a_receipt",
        "tests.keys.test_opening:test_a_receipt_cannot_be_made_by_hand",
    ),
}


@pytest.mark.parametrize("promise", PROMISES)
def test_each_promise_is_kept_by_tests_that_are_there(promise):
    assert PROMISES[promise]
    for named in PROMISES[promise]:
        module, _, name = named.partition(":")
        assert name.startswith("test_"), named
        assert callable(getattr(import_module(module), name, None)), f"{promise}: {named} is gone"


def test_a_test_that_is_gone_would_be_noticed():
    assert not hasattr(import_module("tests.security.test_promises"), "test_of_nothing")
