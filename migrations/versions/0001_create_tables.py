"""Create the tables of the main database."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("log", sa.String(length=2), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prev", sa.LargeBinary(length=32), nullable=False),
        sa.Column("header", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("leaf", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("log", "seq", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("log", "prev", name=op.f("uq_audit_entry_log_prev")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_log_at"), ["log", "at"], unique=False)

    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_state"), ["state"], unique=False)

    op.create_table(
        "lexicon_token",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("tag", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("splits", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lexicon_token")),
        sa.UniqueConstraint("tag", name=op.f("uq_lexicon_token_tag")),
    )
    op.create_table(
        "society",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=100), nullable=False),
        sa.Column("routes", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_society")),
    )
    op.create_table(
        "audit_tag",
        sa.Column("log", sa.String(length=2), nullable=False),
        sa.Column("tag", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["log", "seq"],
            ["audit_entry.log", "audit_entry.seq"],
            name=op.f("fk_audit_tag_log_seq_audit_entry"),
        ),
        sa.PrimaryKeyConstraint("log", "tag", "seq", name=op.f("pk_audit_tag")),
    )
    op.create_table(
        "column_mapping",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_column_mapping_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint(
            "society_code", "kind", name=op.f("uq_column_mapping_society_code_kind")
        ),
    )
    op.create_table(
        "external_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("tag", sa.BigInteger(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_external_record_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_record")),
        sa.UniqueConstraint(
            "society_code",
            "kind",
            "tag",
            name=op.f("uq_external_record_society_code_kind_tag"),
        ),
    )
    with op.batch_alter_table("external_record", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_external_record_record_id"), ["record_id"], unique=False
        )

    op.create_table(
        "import_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("file_tag", sa.BigInteger(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("bad", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("sensitivity", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_import_run_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
    )
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_run_file_tag"), ["file_tag"], unique=False)
        batch_op.create_index(
            "ix_import_run_society_created",
            ["society_code", "created_at"],
            unique=False,
        )

    op.create_table(
        "number_series",
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_number_series_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("society_code", "kind", "year", name=op.f("pk_number_series")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("sensitivity", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_person_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.create_index(
            "ix_person_society_created", ["society_code", "created_at"], unique=False
        )

    op.create_table(
        "site",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_site_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("society_code", "name", name=op.f("uq_site_society_code_name")),
    )
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_site_society_code"), ["society_code"], unique=False)

    op.create_table(
        "user",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("email_tag", sa.BigInteger(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("secret_hash", sa.String(length=200), nullable=True),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_user_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user")),
        sa.UniqueConstraint("email_tag", name=op.f("uq_user_email_tag")),
    )
    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=2), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("attested", sa.Boolean(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_consent_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_consent_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index("ix_consent_person_purpose", ["person_id", "purpose"], unique=False)

    op.create_table(
        "import_bad_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["import_run.id"],
            name=op.f("fk_import_bad_row_run_id_import_run"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_bad_row")),
        sa.UniqueConstraint("run_id", "row", name=op.f("uq_import_bad_row_run_id_row")),
    )
    op.create_table(
        "import_chunk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"],
            ["import_run.id"],
            name=op.f("fk_import_chunk_run_id_import_run"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_chunk")),
        sa.UniqueConstraint("run_id", "place", name=op.f("uq_import_chunk_run_id_place")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_invitation_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_invitation_secret_hash")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_user_id"), ["user_id"], unique=False)

    op.create_table(
        "named_reader",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("named_by", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user.id"], name=op.f("fk_named_reader_user_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_named_reader")),
        sa.UniqueConstraint("record_id", "user_id", name=op.f("uq_named_reader_record_id_user_id")),
    )
    op.create_table(
        "posting",
        sa.Column("tag", sa.BigInteger(), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_posting_person_id_person")
        ),
        sa.PrimaryKeyConstraint("tag", "side", "person_id", name=op.f("pk_posting")),
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index("ix_posting_person", ["person_id"], unique=False)

    op.create_table(
        "registration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("site_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("met_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("sensitivity", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_registration_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["site.id"], name=op.f("fk_registration_site_id_site")
        ),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_registration_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration")),
        sa.UniqueConstraint("number", name=op.f("uq_registration_number")),
    )
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "ix_registration_society_created",
            ["society_code", "created_at"],
            unique=False,
        )

    op.create_table(
        "role_grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_role_grant_society_code_society"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_role_grant_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_grant_user_id"), ["user_id"], unique=False)

    op.create_table(
        "tracing_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("enquirer_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("review_on", sa.DateTime(timezone=True), nullable=True),
        sa.Column("family_heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("located_by", sa.Uuid(), nullable=True),
        sa.Column("closure_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("sensitivity", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["enquirer_id"],
            ["person.id"],
            name=op.f("fk_tracing_request_enquirer_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_tracing_request_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracing_request")),
        sa.UniqueConstraint("number", name=op.f("uq_tracing_request_number")),
    )
    with op.batch_alter_table("tracing_request", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tracing_request_society_created",
            ["society_code", "created_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_tracing_request_state"), ["state"], unique=False)

    op.create_table(
        "web_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_web_session_society_code_society"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_web_session_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_web_session")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_web_session_secret_hash")),
    )
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_web_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "case_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=True),
        sa.Column("link_id", sa.Uuid(), nullable=True),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["tracing_request.id"],
            name=op.f("fk_case_action_request_id_tracing_request"),
        ),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_case_action_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_action")),
    )
    with op.batch_alter_table("case_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_action_request_id"), ["request_id"], unique=False)

    op.create_table(
        "sought_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("place_in_case", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_sought_person_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["tracing_request.id"],
            name=op.f("fk_sought_person_request_id_tracing_request"),
        ),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_sought_person_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sought_person")),
    )
    with op.batch_alter_table("sought_person", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sought_person_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_sought_person_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("sought_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("other_society", sa.String(length=2), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("bits", sa.Double(), nullable=False),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("model", sa.String(length=20), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judged_by", sa.Uuid(), nullable=True),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reject_reason", sa.String(length=40), nullable=True),
        sa.Column("rejected_bits", sa.Double(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("sensitivity", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["other_society"],
            ["society.code"],
            name=op.f("fk_link_other_society_society"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_link_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["tracing_request.id"],
            name=op.f("fk_link_request_id_tracing_request"),
        ),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_link_society_code_society"),
        ),
        sa.ForeignKeyConstraint(
            ["sought_id"],
            ["sought_person.id"],
            name=op.f("fk_link_sought_id_sought_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint(
            "sought_id",
            "registration_id",
            name=op.f("uq_link_sought_id_registration_id"),
        ),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(
            "ix_link_other_society_state", ["other_society", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_link_registration_id"), ["registration_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_link_request_id"), ["request_id"], unique=False)
        batch_op.create_index("ix_link_society_state", ["society_code", "state"], unique=False)

    op.create_table(
        "confirmation_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("to_society", sa.String(length=2), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("sought_id", sa.Uuid(), nullable=False),
        sa.Column("link_id", sa.Uuid(), nullable=False),
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("delivered_key_id", sa.Uuid(), nullable=True),
        sa.Column("delivered", sa.LargeBinary(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("approved_hash", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("sensitivity", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["link_id"], ["link.id"], name=op.f("fk_confirmation_request_link_id_link")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_confirmation_request_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["tracing_request.id"],
            name=op.f("fk_confirmation_request_request_id_tracing_request"),
        ),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_confirmation_request_society_code_society"),
        ),
        sa.ForeignKeyConstraint(
            ["sought_id"],
            ["sought_person.id"],
            name=op.f("fk_confirmation_request_sought_id_sought_person"),
        ),
        sa.ForeignKeyConstraint(
            ["to_society"],
            ["society.code"],
            name=op.f("fk_confirmation_request_to_society_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_request")),
        sa.UniqueConstraint("number", name=op.f("uq_confirmation_request_number")),
    )
    with op.batch_alter_table("confirmation_request", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_confirmation_request_request_id"),
            ["request_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_confirmation_request_society_created",
            ["society_code", "created_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_confirmation_request_to_society"),
            ["to_society"],
            unique=False,
        )

    op.create_table(
        "confirmation_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("accepted_by", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interviewed_by", sa.Uuid(), nullable=True),
        sa.Column("safeguarded_by", sa.Uuid(), nullable=True),
        sa.Column("release_hash", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ask_id"],
            ["confirmation_request.id"],
            name=op.f("fk_confirmation_answer_ask_id_confirmation_request"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_confirmation_answer_person_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_confirmation_answer_society_code_society"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_answer")),
        sa.UniqueConstraint("ask_id", name=op.f("uq_confirmation_answer_ask_id")),
    )
    with op.batch_alter_table("confirmation_answer", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_confirmation_answer_society_code"),
            ["society_code"],
            unique=False,
        )

    op.create_table(
        "release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("society_code", sa.String(length=2), nullable=False),
        sa.Column("to_society", sa.String(length=2), nullable=False),
        sa.Column("ask_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("approved_by", sa.Uuid(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["ask_id"],
            ["confirmation_request.id"],
            name=op.f("fk_release_ask_id_confirmation_request"),
        ),
        sa.ForeignKeyConstraint(
            ["society_code"],
            ["society.code"],
            name=op.f("fk_release_society_code_society"),
        ),
        sa.ForeignKeyConstraint(
            ["to_society"], ["society.code"], name=op.f("fk_release_to_society_society")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_ask_id"), ["ask_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_release_society_code"), ["society_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_release_to_society"), ["to_society"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("release", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_release_to_society"))
        batch_op.drop_index(batch_op.f("ix_release_society_code"))
        batch_op.drop_index(batch_op.f("ix_release_ask_id"))

    op.drop_table("release")
    with op.batch_alter_table("confirmation_answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_confirmation_answer_society_code"))

    op.drop_table("confirmation_answer")
    with op.batch_alter_table("confirmation_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_confirmation_request_to_society"))
        batch_op.drop_index("ix_confirmation_request_society_created")
        batch_op.drop_index(batch_op.f("ix_confirmation_request_request_id"))

    op.drop_table("confirmation_request")
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.drop_index("ix_link_society_state")
        batch_op.drop_index(batch_op.f("ix_link_request_id"))
        batch_op.drop_index(batch_op.f("ix_link_registration_id"))
        batch_op.drop_index("ix_link_other_society_state")

    op.drop_table("link")
    with op.batch_alter_table("sought_person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sought_person_request_id"))
        batch_op.drop_index(batch_op.f("ix_sought_person_person_id"))

    op.drop_table("sought_person")
    with op.batch_alter_table("case_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_action_request_id"))

    op.drop_table("case_action")
    with op.batch_alter_table("web_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_web_session_user_id"))

    op.drop_table("web_session")
    with op.batch_alter_table("tracing_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tracing_request_state"))
        batch_op.drop_index("ix_tracing_request_society_created")

    op.drop_table("tracing_request")
    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_grant_user_id"))

    op.drop_table("role_grant")
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index("ix_registration_society_created")
        batch_op.drop_index(batch_op.f("ix_registration_person_id"))

    op.drop_table("registration")
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.drop_index("ix_posting_person")

    op.drop_table("posting")
    op.drop_table("named_reader")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_user_id"))

    op.drop_table("invitation")
    op.drop_table("import_chunk")
    op.drop_table("import_bad_row")
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.drop_index("ix_consent_person_purpose")

    op.drop_table("consent")
    op.drop_table("user")
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_society_code"))

    op.drop_table("site")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index("ix_person_society_created")

    op.drop_table("person")
    op.drop_table("number_series")
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.drop_index("ix_import_run_society_created")
        batch_op.drop_index(batch_op.f("ix_import_run_file_tag"))

    op.drop_table("import_run")
    with op.batch_alter_table("external_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_external_record_record_id"))

    op.drop_table("external_record")
    op.drop_table("column_mapping")
    op.drop_table("audit_tag")
    op.drop_table("society")
    op.drop_table("lexicon_token")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_state"))

    op.drop_table("job")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_log_at"))

    op.drop_table("audit_entry")
