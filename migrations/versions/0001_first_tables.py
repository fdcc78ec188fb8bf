"""first tables

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from botram import triggers
from botram.database import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


NO_OVERLAP = """
ALTER TABLE {table} ADD CONSTRAINT {name}
EXCLUDE USING gist ({who} WITH =, tstzrange(opens_at, closes_at) WITH &&) WHERE ({when})"""


def upgrade() -> None:
    op.create_table(
        "brake",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("window", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", "window", name=op.f("pk_brake")),
    )
    op.create_index(op.f("ix_brake_ends_at"), "brake", ["ends_at"], unique=False)
    op.create_table(
        "district",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("area_km2", sa.Double(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("other_names", sa.String(), nullable=False),
        sa.Column("boundary", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_district")),
    )
    op.create_table(
        "document",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("card_blank", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_document")),
    )
    op.create_table(
        "installation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uid_host", sa.String(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("one_installation")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_installation")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("depot_latitude", sa.Double(), nullable=True),
        sa.Column("depot_longitude", sa.Double(), nullable=True),
        sa.Column("contact", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
        sa.UniqueConstraint("code", name=op.f("uq_office_code")),
    )
    op.create_table(
        "service",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("short", sa.String(), nullable=False),
        sa.Column("service_group", sa.String(), nullable=False),
        sa.Column(
            "branch",
            sa.Enum("POPULATION", "CIVIL", "OTHER", name="branch", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("in_person", sa.Boolean(), nullable=False),
        sa.Column("rt_rw_letter", sa.Boolean(), nullable=False),
        sa.Column("fee", sa.String(), nullable=False),
        sa.Column("service_time", sa.String(), nullable=True),
        sa.Column("mobile", sa.String(), nullable=False),
        sa.Column("mobile_note", sa.String(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("legal_basis", sa.JSON(), nullable=False),
        sa.Column("yields", sa.JSON(), nullable=False),
        sa.Column("yields_if_chosen", sa.JSON(), nullable=False),
        sa.Column("equipment", sa.JSON(), nullable=False),
        sa.Column("data_date", sa.Date(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_service")),
        sa.UniqueConstraint("slug", name=op.f("uq_service_slug")),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("sign_in_name", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("OFFICER", "COORDINATOR", "HEAD", "ADMIN", name="role", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_account_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_account_sign_in_name")),
    )
    op.create_index(op.f("ix_account_office_id"), "account", ["office_id"], unique=False)
    op.create_table(
        "office_day",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "kind", sa.Enum("HOLIDAY", "LEAVE", "WORKDAY", name="daykind", native_enum=False, length=24), nullable=False
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_office_day_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office_day")),
        sa.UniqueConstraint("office_id", "day", name=op.f("uq_office_day_office_id_day")),
    )
    op.create_table(
        "ramadan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ramadan_begins_before_it_ends")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_ramadan_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ramadan")),
        sa.UniqueConstraint("office_id", "year", name=op.f("uq_ramadan_office_id_year")),
    )
    op.create_table(
        "requirement",
        sa.Column("service_code", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["service_code"], ["service.code"], name=op.f("fk_requirement_service_code")),
        sa.PrimaryKeyConstraint("service_code", "code", name=op.f("pk_requirement")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("vehicle", sa.String(), nullable=False),
        sa.Column("enrolment_kit", sa.Boolean(), nullable=False),
        sa.Column("ktp_printer", sa.Boolean(), nullable=False),
        sa.Column("kia_printer", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_team_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("office_id", "name", name=op.f("uq_team_office_id_name")),
    )
    op.create_table(
        "village",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column(
            "kind", sa.Enum("desa", "kelurahan", name="villagekind", native_enum=False, length=24), nullable=False
        ),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("area_km2", sa.Double(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("other_names", sa.String(), nullable=False),
        sa.Column("boundary", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["district_code"], ["district.code"], name=op.f("fk_village_district_code")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_village")),
    )
    op.create_index(op.f("ix_village_district_code"), "village", ["district_code"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_key", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_audit_entry_account_id")),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_audit_entry_office_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_office", "audit_entry", ["office_id", "id"], unique=False)
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject", "subject_key", "id"], unique=False)
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("ends_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)
    op.create_index(op.f("ix_sign_in_ends_at"), "sign_in", ["ends_at"], unique=False)
    op.create_table(
        "team_member",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_team_member_account_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_member_team_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_team_member")),
    )
    op.create_index("ix_team_member_team_id", "team_member", ["team_id"], unique=False)
    op.create_table(
        "venue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("wheelchair", sa.Boolean(), nullable=False),
        sa.Column("access", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_venue_office_id")),
        sa.ForeignKeyConstraint(["village_code"], ["village.code"], name=op.f("fk_venue_village_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
    )
    op.create_index("ix_venue_office_id_name", "venue", ["office_id", "name"], unique=False)
    op.create_index(op.f("ix_venue_village_code"), "venue", ["village_code"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(), nullable=False),
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("DISTRICT", "VILLAGE", "SCHOOL", "INSTITUTION", name="visitlevel", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=False),
        sa.Column("village_code", sa.String(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("queue_closes_at", UtcDateTime(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "DRAFT",
                "PUBLISHED",
                "RUNNING",
                "CLOSED",
                "VERIFIED",
                "CANCELLED",
                name="visitstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("contact", sa.String(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("was_opens_at", UtcDateTime(), nullable=True),
        sa.Column("was_closes_at", UtcDateTime(), nullable=True),
        sa.Column("was_place", sa.String(), nullable=False),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("cancelled_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("opened_at", UtcDateTime(), nullable=True),
        sa.Column("queue_closed_at", UtcDateTime(), nullable=True),
        sa.Column("closed_at", UtcDateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint("opens_at < closes_at", name=op.f("opens_before_it_closes")),
        sa.CheckConstraint(
            "queue_closes_at IS NULL OR (queue_closes_at > opens_at AND queue_closes_at <= closes_at)",
            name=op.f("queue_closes_while_open"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_visit_office_id")),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["visit.id"], name=op.f("fk_visit_replaced_by_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_visit_team_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_visit_venue_id")),
        sa.ForeignKeyConstraint(["village_code"], ["village.code"], name=op.f("fk_visit_village_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
        sa.UniqueConstraint("public_id", name=op.f("uq_visit_public_id")),
    )
    op.create_index("ix_visit_closes_at", "visit", ["closes_at"], unique=False)
    op.create_index("ix_visit_office_id_opens_at", "visit", ["office_id", "opens_at"], unique=False)
    op.create_index("ix_visit_opens_at_id", "visit", ["opens_at", "id"], unique=False)
    op.create_index("ix_visit_team_id_opens_at", "visit", ["team_id", "opens_at"], unique=False)
    op.create_index("ix_visit_venue_id_opens_at", "visit", ["venue_id", "opens_at"], unique=False)
    op.create_index("ix_visit_village_code_opens_at", "visit", ["village_code", "opens_at"], unique=False)
    op.create_table(
        "kept_warning",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_kept_warning_account_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_kept_warning_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "code", name=op.f("pk_kept_warning")),
    )
    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("service_code", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quota", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("OPEN", "LIMITED", "CLOSED", name="offerstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum("NETWORK", "BLANKS", "QUOTA", name="offerreason", native_enum=False, length=24),
            nullable=True,
        ),
        sa.CheckConstraint("quota IS NULL OR quota > 0", name=op.f("quota_is_positive")),
        sa.ForeignKeyConstraint(["service_code"], ["service.code"], name=op.f("fk_offer_service_code")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_offer_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("visit_id", "service_code", name=op.f("uq_offer_visit_id_service_code")),
    )
    op.create_index("ix_offer_service_code_visit_id", "offer", ["service_code", "visit_id"], unique=False)
    op.create_table(
        "visit_officer",
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", UtcDateTime(), nullable=False),
        sa.Column("closes_at", UtcDateTime(), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_visit_officer_account_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_visit_officer_visit_id")),
        sa.PrimaryKeyConstraint("visit_id", "account_id", name=op.f("pk_visit_officer")),
    )
    op.create_index("ix_visit_officer_account_id_opens_at", "visit_officer", ["account_id", "opens_at"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
        announced = "state IN ('PUBLISHED', 'RUNNING')"
        op.execute(NO_OVERLAP.format(table="visit", name="visit_team_busy", who="team_id", when=announced))
        op.execute(
            NO_OVERLAP.format(table="visit_officer", name="visit_officer_busy", who="account_id", when="announced")
        )
    triggers.make(["visit", "visit_officer", "audit_entry"])


def downgrade() -> None:
    op.drop_index("ix_visit_officer_account_id_opens_at", table_name="visit_officer")
    op.drop_table("visit_officer")
    op.drop_index("ix_offer_service_code_visit_id", table_name="offer")
    op.drop_table("offer")
    op.drop_table("kept_warning")
    op.drop_index("ix_visit_village_code_opens_at", table_name="visit")
    op.drop_index("ix_visit_venue_id_opens_at", table_name="visit")
    op.drop_index("ix_visit_team_id_opens_at", table_name="visit")
    op.drop_index("ix_visit_opens_at_id", table_name="visit")
    op.drop_index("ix_visit_office_id_opens_at", table_name="visit")
    op.drop_index("ix_visit_closes_at", table_name="visit")
    op.drop_table("visit")
    op.drop_index(op.f("ix_venue_village_code"), table_name="venue")
    op.drop_index("ix_venue_office_id_name", table_name="venue")
    op.drop_table("venue")
    op.drop_index("ix_team_member_team_id", table_name="team_member")
    op.drop_table("team_member")
    op.drop_index(op.f("ix_sign_in_ends_at"), table_name="sign_in")
    op.drop_index(op.f("ix_sign_in_account_id"), table_name="sign_in")
    op.drop_table("sign_in")
    op.drop_index("ix_audit_entry_subject", table_name="audit_entry")
    op.drop_index("ix_audit_entry_office", table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index(op.f("ix_village_district_code"), table_name="village")
    op.drop_table("village")
    op.drop_table("team")
    op.drop_table("requirement")
    op.drop_table("ramadan")
    op.drop_table("office_day")
    op.drop_index(op.f("ix_account_office_id"), table_name="account")
    op.drop_table("account")
    op.drop_table("service")
    op.drop_table("office")
    op.drop_table("installation")
    op.drop_table("document")
    op.drop_table("district")
    op.drop_index(op.f("ix_brake_ends_at"), table_name="brake")
    op.drop_table("brake")
