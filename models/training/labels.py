"""What a word can be. One label a word piece, without begin marks: neighbours of one kind become one finding."""

LABELS = ["O", "NAME", "PLACE", "ORGANIZATION", "ADDRESS", "NRP", "AGE", "JOB", "DATE", "CODE", "EMAIL"]
INDEX = {label: index for index, label in enumerate(LABELS)}
# Not counted in the loss: the label is unknown or contested.
IGNORED = -100

# Slots of MultiDoGO as labels here; every other slot is O.
SLOTS = {
    "name": "NAME",
    "address": "ADDRESS",
    "email_address": "EMAIL",
    "current_city": "PLACE",
    "new_city": "PLACE",
    "arrival_city": "PLACE",
    "departure_city": "PLACE",
    "company_name": "ORGANIZATION",
    "ssn": "CODE",
    "booking_confirmation_number": "CODE",
    "current_zipcode": "CODE",
    "new_zipcode": "CODE",
    "account_number": "CODE",
    "target_account_number": "CODE",
    "account_id": "CODE",
    "card_number": "CODE",
    "password": "CODE",
    "username": "CODE",
    "phone_number": "CODE",
    "claimid": "CODE",
    "policyid": "CODE",
    "charge_date": "DATE",
    "lastuseddate": "DATE",
    "start_date": "DATE",
    "end_date": "DATE",
    "date": "DATE",
}
# Entities of WikiGold and WNUT-17 as labels here. What they call miscellaneous may be a nationality or a film.
ENTITIES = {
    "PER": "NAME",
    "LOC": "PLACE",
    "ORG": "ORGANIZATION",
    "MISC": None,
    "person": "NAME",
    "location": "PLACE",
    "corporation": "ORGANIZATION",
    "group": None,
    "product": "O",
    "creative-work": None,
}
