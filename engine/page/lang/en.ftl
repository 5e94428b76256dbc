## The frame around every page

frame-skip = Skip to the content
frame-visitor = Not signed in.
frame-sign-in = Sign in
frame-sign-out = Sign out
frame-officer = { $office }, { $member }
frame-languages = Language
frame-areas = Areas
frame-as-of = As of { $at }
frame-log = Log: { $size } entries.
frame-witnessed = Witnessed up to { $size } by { $names }, { $at }.
frame-unwitnessed = Not yet witnessed.
frame-draft-translation = Draft translation: no professional has reviewed these words yet. Where they differ, the signed words count.
frame-fictional = Fictional: invented parties, persons and texts, for testing this software.
frame-waiting = What waits for you here
frame-glossary = Glossary
frame-checkpoint = Checkpoint
frame-noscript = Without JavaScript you can read every page and fill in every form. Signing and checking proofs in the browser need it.
key-expires-soon = Your key expires in { $span }, on { $date }. Ask your key administrator for a new one before then.
key-expired = Your key expired on { $date }. Ask your key administrator for a new one; you can still read everything.

## How a page was computed

computed-title = How this was computed
computed-size = Entries read
computed-tree = Root of the log
computed-state = Root of the state
computed-ruleset = Ruleset
computed-as-of = As of
computed-command = To compute it again
computed-copy = { $copy } is your own copy of the log, made with { $export }
print-checkpoint = Log of { $size } entries, root { $root }, read { $at }

## States

state-recorded = Recorded, not yet witnessed
state-witnessed = Witnessed by { $names } at { $at }
state-void = Void: { $reason }
state-due = Due in { $span }
state-overdue = Overdue by { $span }
state-says = Says { $at }
none-recorded = None recorded.

## Tables and forms

table-scrolls = Table, scrolls sideways on narrow screens
pager-label = Parts of this list
pager-newer = Newer
pager-older = Older
pager-shown = { $from } to { $to } of { $total }
form-problems =
    { $n ->
        [one] One field needs your attention
       *[other] { $n } fields need your attention
    }

## Signing

review-title = Review what you sign
review-office = You sign as
review-key = With the key
review-key-expires = valid until { $date }
review-consequences = What follows
review-permanent = This can't be removed. It can be corrected by a later act.
review-bytes = The exact bytes you sign
review-bytes-note =
    { $n ->
        [one] One byte
       *[other] { $n } bytes
    } of the type { $type }. Your browser signs these and nothing else.
review-back = Back, to change it
refused-before = By the rules in force this would be recorded, but it would not count:
refused-code = Code of the rule:
sign-noscript = Signing needs JavaScript, because your key never leaves this browser.
sign-in-title = Sign in with an office's key
enrol-title = Make a key in this browser
sign-in-how = Choose the office you act for. Your browser signs a challenge with its key; no password is sent.
enrol-how = This makes a key that stays in this browser. Hand the public request below to your key administrator, who grants the key in the log.
enrol-label = Name of the office
enrol-label-hint = For example: Duty officer, Party A. No personal name.
enrol-make = Make a key

## The proof mark

proof-title = Proof
proof-record = Record { $index }, { $id }
proof-not-yet = Not checked yet.
proof-check = Check in this browser
proof-download = Download the proof
proof-leaf = Download the record
proof-noscript = Checking here needs JavaScript. The downloaded proof can be checked without this site: tasdiq check-proof.

## Comparing drafts

compare-findings = Findings
compare-strip = The whole draft, clause by clause
compare-clause = Clause { $label }
compare-kept = kept
compare-moved = moved
compare-changed = changed
compare-omitted = omitted
compare-added = added
compare-not-in = Not in { $draft }.
compare-finding = Finding { $n }
compare-rule = Rule
compare-weaker = Weaker.
compare-weaker-for = Weaker for { $whom }.
compare-stronger = Stronger.
compare-stronger-for = Stronger for { $whom }.
compare-unclear = It can't be said whether that is weaker or stronger.
compare-uncertain = For people to decide
compare-uncertain-note = These clauses may belong together. The comparison does not claim it.

## What the scripts say

js-checking = Checking in this browser …
js-verified = Verified in this browser: cosigned by { $names }, { $at }.
js-failed = Not verified. { $why }
js-not-witnessed = Recorded, not yet witnessed: there is no proof to check yet.
js-step-entry = The record's bytes have the identifier { $id }.
js-step-signature = It is signed by { $key }.
js-step-included = It is entry { $index } in the log of { $size } entries.
js-step-log = The log { $origin } signed this checkpoint.
js-step-cosigned = { $name } cosigned it at { $at }.
js-step-quorum = The cosignatures meet the policy's quorum { $quorum }.
js-no-key = This browser does not hold the key { $key }. Sign with the browser or device that does.
js-no-keys = This browser holds no key for this mechanism. Open your sign-in link, or make a key.
js-no-ed25519 = This browser can't sign with Ed25519. Use a recent Firefox, Chrome, Edge or Safari.
js-not-these-bytes = The page does not match the bytes to be signed. Nothing was signed. Go back and try again; if it happens twice, tell your key administrator.
js-signing = Signing …
js-recorded = Recorded as entry { $index }. Waiting for the mediators to witness it …
js-witnessed = Witnessed: entry { $index } is in a checkpoint that the mediators cosigned.
js-refused = Not recorded. { $why }
js-no-answer = The host did not answer. What you signed is kept in this browser: send it again; the same act is never recorded twice.
js-download = Download the proof
js-continue = Continue
js-sign-in-as = Sign in as { $label }
js-key-imported = This browser now holds the key of { $label }.
js-key-bad = The link does not carry a valid key. Ask for a new one.
js-enrolled = The key is made. Hand over this request; keep this browser.
js-new-entries = New entries in the log: { $n }.
js-reload = Show them
js-local = your clock: { $clock }
js-offline = No connection to the host. The page shows what was last received.
js-draft-kept = Kept in this browser until you sign.

## Why the host did not take something

problem-busy = The log has more to do than it can take now. Send the same act again in a few seconds.
problem-too-fast = This key has sent many acts in a short time. Wait a moment, then send the same act again.
problem-no-standing = The key is not in force here: it was not granted, has expired or was revoked. Ask your key administrator.
problem-sign-in-first = You are not signed in any more. Sign in, then come back to this page.
problem-sign-in-refused = The sign-in was not accepted. Load this page again and sign the new challenge.
problem-signed-twice = This key has signed two different acts under one number. Both are kept as evidence. Tell your key administrator.
problem-out-of-order = Another act was signed with this key after this page was made. Go back and review this act again.
problem-seen-unknown = The act refers to a state that this log never signed. Keep this page and tell every member.
problem-future-dated = The clock of the signing device is ahead. Set it and review the act again.
problem-bad-signature = The signature does not hold. Review the act again; if it happens twice, tell your key administrator.
problem-replica = This node only reads. Sign on the host of the log.
problem-store-unreadable = The host could not read its records. The cause is on its side; nothing was changed.
problem-other = The host did not take it.

## Why a proof does not hold

why-form = The proof is not in the form it should be.
why-policy = The policy is not in the form it should be.
why-entry = The bytes are not those of this record.
why-signature = A signature on the record does not hold.
why-inclusion = The record is not in the log where the proof says it is.
why-log = The log's own signature does not hold.
why-cosignature = A mediator's or party's cosignature does not hold.
why-quorum = There are not enough cosignatures for the policy.
why-fetch = The host did not send what is needed for the check.
why-browser = This browser can't do the check.

## When there is no page to show

trouble-not-here = There is no page at this address.
trouble-not-here-now = Check the address, or start from the list of areas.
trouble-sign-in = This page is for members who have signed in.
trouble-sign-in-now = Sign in with the key of your office.
trouble-not-yours = Your office may not read this page.
trouble-not-yours-now = If it should, ask your member's key administrator.
trouble-our-side = The host could not make this page.
trouble-our-side-now = The cause is on the host's side. Nothing you signed is lost. Try again in a minute.
trouble-busy = The host has more to do than it can take now.
trouble-busy-now = Nothing was recorded. Send the same again in a few seconds.

## Moments and durations

comma = ,
moment-instant = { $date }, { $clock }
duration-seconds =
    { $n ->
        [one] { $n } second
       *[other] { $n } seconds
    }
duration-minutes =
    { $n ->
        [one] { $n } minute
       *[other] { $n } minutes
    }
duration-hours =
    { $n ->
        [one] { $n } hour
       *[other] { $n } hours
    }
duration-days =
    { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
duration-pair = { $large } { $small }
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
solar-month-1 = Hamal
solar-month-2 = Sawr
solar-month-3 = Jawza
solar-month-4 = Saratan
solar-month-5 = Asad
solar-month-6 = Sunbula
solar-month-7 = Mizan
solar-month-8 = Aqrab
solar-month-9 = Qaws
solar-month-10 = Jadi
solar-month-11 = Dalw
solar-month-12 = Hut

## Glossary: one term for one thing

glossary-title = Glossary: one term for one thing
glossary-term = Term
glossary-means = What it means
term-act = act
term-act-means = Something a member says in the log, signed with the key of one of its offices.
term-log = log
term-log-means = The one list of all acts, in order. Nobody can change or remove an entry without everyone noticing.
term-entry = entry
term-entry-means = An act at its place in the log.
term-checkpoint = checkpoint
term-checkpoint-means = A signed statement of how long the log is and what is in it.
term-recorded = recorded
term-recorded-means = In the host's log.
term-witnessed = witnessed
term-witnessed-means = In a checkpoint that enough mediators and parties cosigned.
term-void = void
term-void-means = Recorded, but without effect, because a rule says so.
term-proof = proof
term-proof-means = A small file that shows, without this site, that an entry is in the log and who witnessed it.
term-party = party
term-party-means = One of the two sides of the agreement.
term-mediator = mediator
term-mediator-means = A neutral member whom both parties accepted.
term-office = office
term-office-means = A function of a member; it holds keys, a person does not.
term-clause = clause
term-clause-means = One numbered piece of a draft.
term-position = position
term-position-means = What a member says about the exact words of a clause.
term-finding = finding
term-finding-means = What a comparison or a mediator states about words or facts, with its reason.

## Fields of forms

form-none = none
form-hint-instant = UTC, for example 2025-11-30 18:00
form-cannot-read = This can’t be read; look at the hint.
form-needed = This is needed.
form-yes = yes
form-no = no
form-to-review = Go on to review

## What scripts say

script-upload-sending = Sending
script-upload-done = Sent; it will be named in what you sign.
script-upload-resumed = The line was cut; going on where it stopped.
script-upload-too-large = The file is larger than 40 MB.
script-upload-no-recipients = Somebody it must be sealed to has announced no key for sealing yet.
script-body-missing = This is needed:
script-body-sealed = Sealed in this browser and sent. The form below names it; go on there.
script-body-changed = This was changed after it was sealed. Seal it again.
sealing-begin = Begin with what was sealed before
sealing-one-a-line = One a line.
sealing-seal = Seal and name it in the form
script-upload-no-key = Your key is not in this browser.
script-upload-failed = It could not be sent.
script-seal-broken = The sealed payload was changed or made wrongly.
script-seal-not-for-this-browser = It is not sealed to the key in this browser.
script-seal-opened-here = Opened in this browser:
script-body-open-first = Open the petition first: it says whom the reply is sealed to.
script-body-receipt = Sealed and sent. Give the petitioner this receipt; it is shown only now:
script-body-petitioned = It is with the mediators’ office. Write this receipt down; nobody can show it again. With it you see how the petition stands and read the reply:
sealing-send = Seal to the mediators and send

## What a picture leaves behind

script-photo-too-long = The file is larger than 20 MB. Make the picture smaller.
script-photo-unknown = This is no JPEG, PNG or WebP picture. Save it as one of these first.
script-photo-animated = The picture moves. One still picture is taken.
script-photo-damaged = The picture is damaged or breaks off.
script-photo-too-large = The picture has more than 12,000 pixels along a side. Make it smaller.
script-photo-left = This will be left behind:
script-photo-nothing = Nothing but pixels is in the file.
script-photo-taken = Sealed in this browser and sent. The form below names it.
sealing-removed-place = where it was taken
sealing-removed-time = when it was taken or changed:
sealing-removed-device = what took it:
sealing-removed-editing = programs that changed it:
sealing-removed-thumbnail = a smaller picture inside, which may show what was cut away
sealing-removed-exif = EXIF data
sealing-removed-xmp = XMP data
sealing-removed-iptc = IPTC data
sealing-removed-profile = a colour profile
sealing-removed-text = comments or texts
sealing-removed-credentials = content credentials: they hold for the original only
sealing-removed-trailing = bytes hidden after its end:
sealing-removed-size = pixels, as it is made smaller than

## What scripts say of the hotline

js-flash = FLASH on the hotline
js-flash-open = Open it
js-exercise = EXERCISE
js-mute = Silence it
js-muted = silenced here
js-line-dead = LINE DEAD: nothing was heard from this node for 45 seconds. Use another way, and reload the page.

## Voice notes

script-voice-record = Record a voice note
script-voice-stop = Stop, and attach it
script-voice-recording = recording …
script-voice-none = This browser records no sound.
script-voice-refused = The browser may not use the microphone.
js-ring = Somebody waits in a call.
js-ring-open = Open the call

## The check before sending

check-needed = The charter asks for a second officer here: another officer of your member reads these bytes and signs beside you before they are sent.
check-ask = Ask for the check
check-waiting = It waits for a second officer, who is told on every page. It waits for a day; after that, compose it again.
check-for-reader = You are the second officer. Read what is said and the bytes. If you sign, its author can send it; you send nothing.
check-sign = I have checked it: sign beside
check-why = Why not
check-return = Send it back
js-check = Something of your member waits for your check.
js-check-open = Read it
js-checked = Checked, and signed beside by { $key }. Send it now.
js-check-returned = Sent back: { $why }
js-check-gone = It does not wait any more: a day passed, or the node was started anew. Compose it again.
js-check-signed = Signed beside. Its author can send it now.
js-check-sent-back = Sent back.

## What a time stamp shows

stamp-found-valid = valid
stamp-found-wrong-imprint = wrong imprint: of other bytes
stamp-found-untrusted-signer = untrusted signer
stamp-found-bad-signature = bad signature
stamp-found-malformed = malformed
stamp-found-not-granted = not granted
stamp-found-expired = expired
stamp-found-wrong-usage = a certificate for another use
stamp-found-unsupported = of a kind that is not checked here
stamp-found-not-checked = not checked
