-- Whom the customer of a conversation proved to be, where its own subject is another one: two pseudonyms, and nothing else.
-- What is asked about the proven customer then reaches the conversation, whose data stays under the key it stands under.
CREATE TABLE identity_links (
  conversation TEXT PRIMARY KEY REFERENCES conversations (id),
  -- Of the conversation.
  subject TEXT NOT NULL,
  -- The subject they proved to be.
  customer TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_links_by_subject ON identity_links (subject);
CREATE INDEX identity_links_by_customer ON identity_links (customer);

-- Proofs of anonymous customers from before there were links. `customer_of` is the appliance's own function.
INSERT INTO identity_links (conversation, subject, customer)
SELECT conversation, subject, customer FROM (
  SELECT c.id AS conversation, c.subject,
    customer_of (v.subject, v.type, v.box, v.conversation, v.placeholder) AS customer
  FROM conversations c
  JOIN action_states a ON a.conversation = c.id
  JOIN vault v ON v.conversation = c.id AND v.placeholder = a.verified_as
  WHERE c.verified = 1 AND v.type <> 'CUSTOMER'
    AND NOT EXISTS (SELECT 1 FROM vault o WHERE o.conversation = c.id AND o.type = 'CUSTOMER')
) WHERE customer IS NOT NULL AND customer <> subject;

-- Whose data may not be deleted: subjects on hold, and those whose customer proved to be one.
CREATE VIEW held_subjects AS
SELECT subject FROM subject_holds
UNION
SELECT l.subject FROM identity_links l JOIN subject_holds h ON h.subject = l.customer;
