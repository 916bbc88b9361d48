"""Every page about people: the blueprints of this domain."""

from rfl.persons import registration_views
from rfl.persons.blueprint import registrations
from rfl.persons.consent_views import consents
from rfl.persons.intake_views import intake
from rfl.persons.person_views import persons

blueprints = (registrations, persons, consents, intake)
rooms = (registration_views,)
"""Imported for the pages that they hang on the blueprints."""
