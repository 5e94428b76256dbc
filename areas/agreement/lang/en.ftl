## The agreement: drafts, and who stands where on which exact words

agreement-area = Agreement
agreement-about = Drafts, who accepted which exact words and when, and what a new draft does to them.
agreement-concerns = About clauses
agreement-title = What is being agreed
agreement-instruments-caption = Texts to be agreed
agreement-instrument = Text
agreement-open = Open a text to be agreed
agreement-one-title = { $title }: drafts and where they stand
agreement-single-undertaking = Nothing is agreed until everything is agreed.
agreement-part-by-part = Parts can be agreed one by one.
agreement-stands = How it stands
agreement-agreed-clauses = Clauses every party agrees to
agreement-open-clauses = Clauses of the latest draft still open
agreement-latest = Latest draft

## Drafts

agreement-draft = Draft
agreement-drafts = Drafts
agreement-drafts-caption = Drafts in the order they were tabled
agreement-draft-title = { $title }, tabled by { $member }
agreement-tabled-by = Tabled by
agreement-by = By
agreement-when = When
agreement-kind = Kind
agreement-kind-proposal = proposal
agreement-kind-counter = answer to another proposal
agreement-kind-one-text = the mediators' single text
agreement-kind-compilation = several drafts put together
agreement-notice = Notice
agreement-no-session = No session named.
agreement-notice-before = Tabled { $given } before its session; the charter asks for { $asked }.
agreement-notice-after = Tabled { $given } after its session began; the charter asks for { $asked } before it.
agreement-language = Language
agreement-text-hash = Hash of the whole text
agreement-whole-text = The whole text
agreement-follows = Answers or revises
agreement-follows-none = no earlier draft
agreement-session = Session it is for
agreement-text = Text
agreement-clause = Clause
agreement-clauses = Clauses
agreement-stances-caption = Each clause and where every party stands on exactly these words
agreement-premise = Premise
agreement-life = Life of this clause
agreement-life-title = Clause { $clause } across all drafts
agreement-moment-first = { $member } tabled these words in { $draft }.
agreement-moment-same = { $member } tabled { $draft }, with the same words.
agreement-moment-changed = { $member } tabled { $draft }, with other words.
agreement-moment-absent = { $member } tabled { $draft }. It has no clause { $clause }; these were the earlier words.
agreement-moment-position = { $member }, on the words of { $draft }: { $stance }
agreement-premises = Premises
agreement-premises-title = Facts the texts rest on
agreement-premises-caption = Statements of fact and who affirms or denies them
agreement-premises-note = A premise states a fact. It is affirmed or denied, not accepted.
agreement-verify-jointly = At least one premise is denied. Instead of drafting it again, the parties can ask the mediators to verify the fact jointly.

## Where members stand

agreement-stance = Stance
agreement-stance-none = not said
agreement-stance-tabled = tabled these words
agreement-stance-accept = accepts
agreement-stance-accept-in-principle = accepts in principle
agreement-stance-accept-if = would accept other words
agreement-stance-capacity = agrees, states limits of capacity
agreement-stance-reserve = reserves its position
agreement-stance-reject = does not accept
agreement-stance-withdraw = withdrew its acceptance
agreement-stance-affirm = affirms
agreement-stance-deny = denies
agreement-stance-met = met
agreement-stance-not-met = not met
agreement-stance-asserted = asserted, not confirmed
agreement-stance-confirmed = confirmed
agreement-stance-disputed = disputed
agreement-choose-accept = Accept these words
agreement-choose-accept-in-principle = Accept in principle
agreement-choose-accept-if = Accept with other words
agreement-choose-capacity = Agree, and state limits of capacity
agreement-choose-reserve = Reserve the position
agreement-choose-reject = Do not accept
agreement-choose-withdraw = Withdraw an earlier acceptance
agreement-choose-affirm = Affirm this fact
agreement-choose-deny = Deny this fact
agreement-by-minute = by word of mouth, confirmed
agreement-take-position = Take a position
agreement-position-title = Take a position on clause { $clause }
agreement-positions = Positions
agreement-words-hash = Hash of these words
agreement-stands-now = Where you stand now
agreement-exact-words-note = Your position counts for exactly these words. If the words change, it stays with the earlier ones.
agreement-other-words = Other words
agreement-other-words-if = The words you would accept, if you accept with other words
agreement-note = Note, in your own words
agreement-member = Member
agreement-state = State

## Common ground

agreement-ground = Common ground
agreement-ground-title =
    { $n ->
        [one] Every party agrees to one clause
       *[other] Every party agrees to { $n } clauses
    }
agreement-ground-note = A clause is here when the latest stance of every party covers exactly the same words.
agreement-level-accepted = accepted word for word
agreement-level-in-principle = accepted in principle
agreement-skeleton = Skeleton of a joint statement
agreement-skeleton-note = Change and complete it. Only clauses every party agrees to can be quoted.
agreement-skeleton-opening = The parties agree to the following words:

## Comparing

agreement-compare = Compare
agreement-compare-title = Compare two drafts
agreement-compared-title = { $old } and { $new }, side by side
agreement-compare-note = The comparison describes words. It does not judge anyone's intentions.
agreement-earlier = Earlier draft
agreement-later = Later draft
agreement-became = “{ $from }” became “{ $to }”.
agreement-came = “{ $to }” was added.
agreement-went = “{ $from }” was removed.
agreement-touches = Other clauses that rest on it:
agreement-rule-omit = This clause has no counterpart in the later draft.
agreement-rule-added = This clause is new in the later draft.
agreement-rule-deny = The later draft states the opposite fact.
agreement-rule-modal = How firmly the words oblige has changed.
agreement-rule-bind = The kind of instrument has changed.
agreement-rule-hedge = A qualification was added or removed.
agreement-rule-deadline = A deadline has changed.
agreement-rule-number = A number has changed.
agreement-rule-entity = A named group, place or thing has changed.
agreement-rule-verify = Evidence, access, reporting or the mediators' part has changed.
agreement-rule-actor = Who is to act has changed.
agreement-rule-scope = Who or what is covered has changed.
agreement-rule-defn = The meaning of a defined word has changed.
agreement-rule-xref = A reference to another part has changed or leads nowhere.
agreement-rule-parity = Two language versions differ.
agreement-rule-id-reused = The clause keeps its name, but its content is another.
agreement-rule-moved = The clause stands at another place.
agreement-rule-renumbered = The clause has another number.
agreement-rule-split = One clause became several.
agreement-rule-merged = Several clauses became one.
agreement-rule-reworded = The words changed; no rule names how.
agreement-had-tabled = { $member } had tabled the earlier words, { $at }.
agreement-had-accepted = { $member } had accepted the earlier words, { $at }.
agreement-had-accepted-in-principle = { $member } had accepted the earlier words in principle, { $at }.
agreement-had-withdrawn = { $member } had openly withdrawn its acceptance, { $at }.
agreement-status-regression = The draft's author had agreed to these words and has not withdrawn.
agreement-status-withdrawn = The draft's author withdrew openly. That is its right: nothing is hidden.
agreement-status-not-addressed = The draft's author had never agreed to these words.
agreement-status-premise-disputed = The premise is disputed.
agreement-regressions = Agreed words the latest draft changes without saying so
agreement-regressions-note = Words the author of { $new } had agreed to and not withdrawn.
agreement-explanations = Explanations by the draft's author
agreement-explanation = Explanation
agreement-explain = Explain a change
agreement-explain-title = Explain what { $title } does to a clause

## Standing offers

agreement-offers = Standing offers
agreement-offers-title = Standing offers and how far they are met
agreement-offers-caption = Offers, newest first
agreement-offers-note = Whether a condition is met is read from the positions. Nobody declares it.
agreement-offer = Offer
agreement-offer-title = Offer: { $title }
agreement-offer-stands = stands
agreement-offer-withdrawn = withdrawn { $at }
agreement-offer-expired-word = expired
agreement-met = { $n } of { $m } conditions met
agreement-condition = Condition { $n }
agreement-all-agreed = Every party agrees to these words.
agreement-not-agreed-yet = Has not agreed to these words:
agreement-how-to-accept = How it is accepted
agreement-expires = Ends at
agreement-make-offer = Make a standing offer
agreement-withdraw-offer = Withdraw this offer
agreement-withdraw-offer-title = Withdraw the offer { $title }

## Minutes and remarks

agreement-minutes = Minutes
agreement-minutes-title = Minutes of what was said by word of mouth
agreement-minutes-caption = Minutes, newest first
agreement-minutes-note = A minute is asserted until the member whose words it records confirms it.
agreement-minute = Minute
agreement-minute-n = Minute { $index }
agreement-minute-title = Minute { $index }: words of { $member }
agreement-minute-text = What was said
agreement-whose-words = Whose words
agreement-recorded-by = Recorded by
agreement-spoken-at = Spoken at
agreement-asserted-note = Nobody has agreed to anything by this minute yet.
agreement-answer = Answer
agreement-answer-minute = Answer this minute
agreement-confirm = Yes, we said this and stand by it
agreement-dispute = No, we dispute this minute
agreement-record-minute = Record a minute
agreement-remarks = Public remarks
agreement-remarks-title = Public remarks beside the drafts
agreement-remarks-note = A remark is kept beside the drafts. It is never a position.
agreement-record-remark = Record a remark
agreement-field-role = Office of the speaker
agreement-hint-role = For example: spokesperson. No personal name.
agreement-gist = Gist of the remark

## Joint statements and the depositary's book

agreement-statements = Joint statements
agreement-statements-title = Joint statements
agreement-statements-caption = Joint statements, newest first
agreement-statement = Joint statement
agreement-statement-title = Joint statement: { $title }
agreement-statement-text = Words of the statement
agreement-quotes = Clauses it quotes
agreement-propose-statement = Propose a joint statement
agreement-book = Depositary's book
agreement-book-title = The depositary's book
agreement-book-caption = What members did to whole texts, in order
agreement-book-note = Each line is bound to the hash of the whole text it is about.
agreement-act = Enter in the depositary's book
agreement-step = Step
agreement-step-initial = initials the text
agreement-step-adopt = adopts the text
agreement-step-sign = signs
agreement-step-ratify = ratifies
agreement-step-apply-provisionally = applies it provisionally
agreement-step-reservation = makes a reservation
agreement-step-interpretative-declaration = declares how it reads a part
agreement-step-objection = objects to a reservation
agreement-step-withdraw = withdraws from it

## Forms

agreement-to-review = Go on to review
agreement-table = Table a draft
agreement-choose-draft = Choose this draft
agreement-field-id = Short id
agreement-field-title = Title
agreement-field-level = How firmly
agreement-hint-instant = UTC, for example 2025-11-07 14:00
agreement-hint-text = Markdown or plain text. Begin each clause with its id in braces, for example {"{"}C-01{"}"}, and keep that id in later drafts.
agreement-hint-clauses = Names of clauses, one on each line
agreement-hint-target = Name of the clause, as the finding gives it
agreement-hint-step-note = Needed for a reservation, a declaration and an objection
agreement-needs-words = Write something here.
agreement-needs-id = Use 1 to 40 lower-case letters a to z, digits and hyphens.
agreement-needs-choice = Choose one answer.
agreement-needs-clause = Name at least one clause of the draft.
agreement-needs-instant = Give a time like 2025-11-07 14:00, UTC.
agreement-words-changed = These are not the words the form showed. Read them again before you take a position.

## Entries: what they are called, what they say, what is signed

agreement-kind-instrument-opened = Text opened
agreement-kind-draft-part-filed = Part of a draft filed
agreement-kind-draft-tabled = Draft tabled
agreement-kind-position-taken = Position taken
agreement-kind-minute-recorded = Minute recorded
agreement-kind-minute-answered = Minute answered
agreement-kind-remark-recorded = Remark recorded
agreement-kind-explanation-given = Explanation given
agreement-kind-offer-made = Offer made
agreement-kind-offer-withdrawn = Offer withdrawn
agreement-kind-joint-statement-proposed = Joint statement proposed
agreement-kind-joint-statement-answered = Joint statement answered
agreement-kind-depositary-act = Entry in the depositary's book
agreement-verb-instrument-opened = Open this text
agreement-verb-draft-part-filed = File this part
agreement-verb-draft-tabled = Table this draft
agreement-verb-minute-recorded = Record this minute
agreement-verb-minute-answered = Answer this minute
agreement-verb-remark-recorded = Record this remark
agreement-verb-explanation-given = Give this explanation
agreement-verb-offer-made = Make this offer
agreement-verb-offer-withdrawn = Withdraw this offer
agreement-verb-joint-statement-proposed = Propose this statement
agreement-verb-joint-statement-answered = Give this answer
agreement-verb-depositary-act = Enter this in the book
agreement-say-instrument-opened = A text is opened for agreement: { $title } ({ $id }).
agreement-say-draft-part-filed = A part of a draft of { $id } is filed:
agreement-say-draft-tabled = The draft { $title } ({ $id }) is tabled. Its author stands by every clause in it:
agreement-say-accept = We accept exactly these words of clause { $clause } in { $draft }:
agreement-say-accept-in-principle = We accept clause { $clause } in { $draft } in principle:
agreement-say-accept-if = We would accept clause { $clause } in { $draft } with other words:
agreement-say-capacity = We agree with clause { $clause } in { $draft } and state limits of our capacity:
agreement-say-reserve = We reserve our position on clause { $clause } in { $draft }:
agreement-say-reject = We do not accept clause { $clause } in { $draft }:
agreement-say-withdraw = We withdraw our earlier acceptance of clause { $clause } in { $draft }:
agreement-say-affirm = We affirm the premise { $clause } in { $draft }:
agreement-say-deny = We deny the premise { $clause } in { $draft }:
agreement-say-minute-recorded = We record what { $member } said by word of mouth, { $at }:
agreement-say-confirmed = We confirm minute { $index }: these were our words and we stand by them.
agreement-say-disputed = We dispute minute { $index }.
agreement-say-remark-recorded = We record a public remark by { $role }, { $member }:
agreement-say-explanation-given = We explain what our draft { $draft } does to clause { $target }:
agreement-say-offer-made = We make this standing offer: { $title }
agreement-say-offer-withdrawn = We withdraw our offer, entry { $index }.
agreement-say-joint-statement-proposed = We propose this joint statement: { $title }
agreement-say-statement-approve = We approve the joint statement, entry { $index }.
agreement-say-statement-object = We object to the joint statement, entry { $index }.
agreement-say-depositary-act = On the text { $draft } with the hash { $hash }, this member { $step }.
agreement-then-draft-tabled = The draft is compared with earlier ones. Clauses you had agreed to and leave out are shown.
agreement-then-position-taken = The position is bound to exactly these words. A later position on the same words replaces it.
agreement-then-minute-recorded = The member whose words these are is asked to confirm or dispute it.
agreement-then-minute-answered = A minute can be answered once. If you confirm it, its positions count as yours.
agreement-then-offer-made = The offer stands until it ends or you withdraw it.
agreement-then-joint-statement-proposed = Every member that decides is asked for an answer.
agreement-due-minute = Minute { $index } waits for your answer
agreement-due-statement = The joint statement { $title } waits for your answer

## Why an act does not count

agreement-instrument-known = There is a text { $instrument } already.
agreement-no-such-instrument = There is no text { $instrument }.
agreement-too-many-parts = There are too many parts: at most { $limit }.
agreement-draft-known = There is a draft { $draft } already.
agreement-no-such-draft = There is no draft { $draft }.
agreement-part-missing = A part of this draft was not filed by its author.
agreement-not-a-draft = The text can't be read as a draft: { $what }
agreement-no-clauses = The draft has no clauses.
agreement-no-such-words = The draft { $draft } has no clause { $clause } with exactly these words.
agreement-stance-does-not-fit = This stance does not fit: premises are affirmed or denied, other clauses accepted or not: { $stance }
agreement-nothing-to-withdraw = There is no acceptance of clause { $clause } to withdraw.
agreement-only-mediators-minute = Only mediators record minutes.
agreement-no-such-minute = There is no minute { $index }.
agreement-not-your-minute = The minute records words of { $member }, who alone can answer it.
agreement-minute-answered = The minute was answered by entry { $index }.
agreement-not-your-draft = The draft { $draft } is another member's.
agreement-empty-condition = Each offer needs a condition, and each condition a clause.
agreement-offer-expired = The offer would end at { $expires }, before it is made.
agreement-no-such-offer = There is no offer { $index }.
agreement-not-your-offer = The offer { $index } is another member's, or withdrawn.
agreement-not-common-ground = Not every party agrees to clause { $clause }.
agreement-no-such-statement = There is no joint statement { $index }.
agreement-statement-closed = The joint statement { $index } is decided or lapsed.
agreement-other-text = The hash is not that of the text { $draft }.
agreement-bad-id = This can't be an id: { $id }
agreement-text-too-long = { $field } is too long: at most { $limit } bytes.
agreement-too-many = { $field } has too many parts: at most { $limit }.
