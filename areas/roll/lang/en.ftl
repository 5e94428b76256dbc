## The roll: who takes part, with which keys, and who may say what

roll-area = Roll
roll-about = Who takes part, with which keys, and who may say what.
roll-title = Who takes part in this mechanism
roll-charter-title = The charter all members signed
roll-members-title = Members and their keys
roll-keys-title = Keys, their offices and how long they are valid
roll-posts-title = Joint posts
roll-proposals-title = Proposals members decide together
roll-proposal-title = Proposal { $index }
roll-vote-title = Vote on proposal { $index }
roll-grant-title = Grant a key
roll-revoke-title = Revoke a key
roll-no-such-form = There is no such form.

## What things are called

roll-takes-part = Who takes part
roll-members-caption = Members of the mechanism
roll-member = Member
roll-part = Part
roll-part-party = party
roll-part-mediator = mediator
roll-part-custodian = custodian, decides nothing
roll-id = Id
roll-witness = Witness
roll-roots = Root keys
roll-roots-of = { $k } of { $n } sign together.
roll-founded = Founded
roll-hash = Hash of the founding text
roll-origin = Name of the log
roll-offices = Offices
roll-offices-caption = Offices a member can give a key
roll-office = Office
roll-open-to = Open to
roll-authority = Who may say what
roll-authority-caption = Authority by office
roll-may-say = May say
roll-scope = For whom
roll-scope-own-member = its own member
roll-scope-own-post = posts its key was granted for
roll-scope-all = everyone
roll-clocks = Clocks
roll-clock-notice = Notice before a session a draft is for
roll-clock-lapse = A proposal nobody decided lapses after
roll-clock-grant = A key is valid at most
roll-decisions = How members decide
roll-decides-charter = A new text of the charter
roll-decides-post = A new post
roll-decides-statement = A joint statement
roll-policy = Witness policy
roll-policy-note = Whose cosignatures a checkpoint needs before it counts as witnessed.
roll-founding-text = Founding text
roll-whole-text = The whole text
roll-whole-text-of = The whole text with the hash { $hash }
roll-posts-caption = Posts as of now
roll-post = Post
roll-post-keys = Keys granted for it
roll-keys-caption = Keys in the order they were granted
roll-key = Key
roll-label = Title
roll-from = From
roll-until = Until
roll-key-state = State
roll-key-valid = valid
roll-key-not-yet = not valid yet
roll-key-past = expired
roll-key-soon = expires in { $span }, on { $date }
roll-revoked-rotated = revoked: replaced by another key
roll-revoked-lost = revoked: lost
roll-revoked-compromised = revoked: somebody else may have it
roll-revoked-left = revoked: its holder left the office
roll-disputed-since = Acts signed with it are shown as disputed since
roll-grant = Grant a key
roll-revoke = Revoke

## Decisions

roll-rule = Decided by
roll-rule-unanimous = every party and every mediator
roll-rule-both-parties = every party
roll-rule-any-mediator = at least one mediator
roll-rule-both-mediators = every mediator
roll-rule-no-objection =
    { $n ->
        [one] no objection within one hour
       *[other] no objection within { $n } hours
    }
roll-proposals-caption = Proposals, newest first
roll-proposal = Proposal
roll-proposer = Proposed by
roll-opened = Opened
roll-stands = How it stands
roll-open = open
roll-carried = carried, in effect since { $at }
roll-objected = not carried: objected to at { $at }
roll-lapsed = lapsed at { $at }: not decided in time
roll-propose = Propose
roll-propose-post = Propose a new post
roll-propose-notice = Propose another tabling notice
roll-propose-amendment = Propose another text of the charter
roll-change-post = A joint post { $name } ({ $id }) is added.
roll-change-charter = The charter gets the text with the hash { $hash }.
roll-change-notice = A draft needs { $span } of notice before its session.
roll-ballot = Ballot
roll-ballot-caption = Each member's latest answer
roll-answer = Answer
roll-approves = approves
roll-objects = objects
roll-no-answer = no answer yet
roll-when = When
roll-vote = Vote
roll-approve = Approve
roll-object = Object
roll-due-vote = Proposal { $index } waits for your vote

## Forms

roll-to-review = Go on to review
roll-field-reason = Reason
roll-field-choice = Your answer
roll-field-request = Key request
roll-hint-request = Paste the request its holder handed over. It begins with a brace and names the mechanism, the key, its title and a proof.
roll-field-offices = Offices
roll-field-posts = Posts
roll-field-days = Valid for how many days from now
roll-field-suspect = Disputed since, if it was misused
roll-hint-suspect = UTC, for example 2025-11-07 14:00. Leave empty if nothing is disputed.
roll-field-names = Name in each language
roll-field-charter = The whole new text
roll-hint-charter = Members, root keys and the log stay as they are.
roll-field-hours = Hours of notice
roll-needs-reason = Give a reason.
roll-needs-choice = Choose one answer.
roll-needs-office = Choose at least one office.
roll-needs-days = Give a number of days from 1 to { $n }.
roll-needs-key = Give a key that was granted here.
roll-needs-instant = Give a time like 2025-11-07 14:00, UTC.
roll-needs-id = Use 1 to 40 lower-case letters a to z, digits and hyphens.
roll-needs-name = Give at least the English name.
roll-needs-hours = Give a number of hours from 0 to 8760.
roll-request-unreadable = This is not a key request. Ask its holder to send it again, whole.
roll-request-elsewhere = This request is for another mechanism.
roll-request-unproven = The request's proof does not fit its key and title. Ask its holder for a new one.

## Entries: what they are called, what they say, what is signed

roll-kind-charter-signed = Charter signed
roll-kind-key-granted = Key granted
roll-kind-key-revoked = Key revoked
roll-kind-root-rotated = Root keys replaced
roll-kind-proposal-made = Proposal made
roll-kind-vote-cast = Vote cast
roll-verb-charter-signed = Sign the charter
roll-verb-key-granted = Grant this key
roll-verb-key-revoked = Revoke this key
roll-verb-root-rotated = Replace the root keys
roll-verb-proposal-made = Propose this
roll-verb-vote-cast = Cast this vote
roll-say-charter-signed = All members sign the charter with the hash { $hash }. It founds the mechanism.
roll-say-key-granted = { $member } grants the key { $key }, titled { $label }, the offices: { $offices }. From { $from } until { $until }.
roll-say-key-revoked = The key { $key } of { $member } is { $reason }. Acts signed before stay what they were.
roll-say-root-rotated = { $member } replaces its root keys. { $k } of these { $n } sign together from now on:
roll-say-proposal-made = Proposed:
roll-say-vote-approve = For proposal { $index }.
roll-say-vote-object = Against proposal { $index }.
roll-then-key-granted = The key can sign for its offices from its place in the log on.
roll-then-key-revoked = The key can sign nothing more. This can't be undone; a new key can be granted.
roll-then-proposal-made = Every member that decides is asked to vote.
roll-then-vote-cast = You can change your vote until the matter is decided.

## Why an act does not count

roll-charter-not-first = The charter can only be the first entry of a log.
roll-charter-malformed = The text can't be read as a charter: { $what }
roll-charter-unsigned = Not enough root keys of { $member } signed the charter.
roll-no-charter = The log has no charter yet.
roll-key-unknown = The key { $key } was not granted any office here.
roll-key-unsound = The key { $key } is not a sound Ed25519 key.
roll-key-known = The key { $key } is already on the roll. Use a new one.
roll-key-revoked = The key { $key } was revoked by entry { $index }.
roll-key-already-revoked = The key { $key } is revoked already.
roll-key-not-yet-valid = The key { $key } is valid only from { $from }.
roll-key-expired = The key { $key } was valid until { $until }.
roll-no-authority = The office { $office } of { $member } may not say { $entry }.
roll-no-such-member = There is no member { $member }.
roll-no-such-post = There is no post { $post }.
roll-no-such-proposal = There is no proposal { $index }.
roll-no-office = A key needs at least one office.
roll-office-not-open = The office { $office } is not open to { $member }.
roll-only-roots-grant = Only root keys can give the office { $office }, since it can grant keys itself.
roll-no-proof-of-possession = Nothing shows that the holder of { $key } asked for this grant under this title.
roll-grant-window = A key is granted for more than nothing and at most { $days } days.
roll-roots-malformed = These can't be root keys: { $what }
roll-not-enough-roots = Not enough of { $member }'s root keys signed.
roll-not-enough-new-roots = Not enough of { $member }'s new root keys signed.
roll-custodian-decides-nothing = The custodian decides nothing.
roll-post-malformed = A post needs an id of lower-case letters, digits and hyphens, and an English name: { $post }
roll-post-known = There is a post { $post } already.
roll-notice-too-long = A notice has at most 8760 hours.
roll-amendment-too-wide = An amendment can't change members, root keys or the log. That is another mechanism.
roll-proposal-closed = Proposal { $index } is decided or lapsed.
roll-text-too-long = { $field } is too long: at most { $limit } bytes.

## Keys for sealing

roll-seal-key-title = Announce a key for sealing
roll-seal-key-about = Payloads for you are sealed to this key. It is in this browser, beside your signing key, and can’t be taken out.
roll-seal-key = Key for sealing
roll-seal-key-hint = Filled in by the browser that holds your key
roll-seal-key-now = Announced now
roll-kind-seal-key-announced = Key for sealing announced
roll-verb-seal-key-announced = Announce it
roll-say-seal-key-announced = Payloads for this key’s holder are to be sealed to { $key }.
roll-seal-key-malformed = This is no key for sealing.
