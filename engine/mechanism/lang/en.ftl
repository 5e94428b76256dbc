## Pages of the whole mechanism

mechanism-home = Home
mechanism-home-title = The state of the record
mechanism-areas = Areas
mechanism-visitors = Members can read everything after they sign in. Nothing else of the log is public.
mechanism-state = The log
mechanism-size = Entries
mechanism-behind = Entries not yet witnessed
mechanism-cosigned = Who cosigned the latest checkpoint
mechanism-witness = Witness
mechanism-when = When
mechanism-halted = This program is older than the log: it can't read entry { $index } ({ $kind }). It shows everything before that entry. Ask your node's operator for a newer release.
mechanism-log = Log
mechanism-log-about = Every entry: who signed it, what it says, whether it counts.
mechanism-log-title = Every entry of the log, newest first
mechanism-log-caption = Entries
mechanism-index = Entry
mechanism-placed = Placed
mechanism-kind = What
mechanism-author = By
mechanism-verdict = State
mechanism-entry-title = Entry { $index } of the log
mechanism-statement = What it says
mechanism-unreadable = This program can't read what it says:
mechanism-facts = Where it stands
mechanism-id = Identifier
mechanism-said-at = Its author's clock
mechanism-clock-ahead = This clock was ahead of the log's.
mechanism-key = Signed with
mechanism-seq = Number among its author's acts
mechanism-prev = Its author's act before
mechanism-first-act = none: the author's first act
mechanism-seen = Its author had seen
mechanism-seen-log = the log of { $size } entries, root { $root }
mechanism-cosigners = Also signed with
mechanism-root-of = root key of { $member }
mechanism-payload = The exact bytes that were signed
mechanism-envelope = The envelope with its signatures
mechanism-review = Review what you sign
mechanism-no-such-form = There is no such form.

## Why an act does not count, whatever it says

act-no-charter = The log has no charter yet, so nothing else can be said.
act-other-mechanism = This was signed for another mechanism, { $mechanism }.
act-out-of-order = This is not the key's next act: its number should be { $expected }.
act-seen-the-future = Its author claims to have seen { $size } entries, more than the log has.
act-clock-went-back = It was placed before { $before }, the time of the entry before it.
act-malformed = It can't be read: { $what }
act-release-too-old = This program is too old to read it.
mechanism-attempts = Void acts about this record
mechanism-attempts-hint = Each is in the log with its reason, and counts for nothing.
mechanism-attempts-earlier = and { $n } earlier
