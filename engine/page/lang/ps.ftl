## The frame around every page

frame-skip = متن ته ورشئ
frame-visitor = تاسو نه یاست ننوتلي.
frame-sign-in = ننوتل
frame-sign-out = وتل
frame-officer = { $office }، { $member }
frame-languages = ژبه
frame-areas = برخې
frame-as-of = تر { $at } پورې
frame-log = د ثبت کتاب: { $size } ثبتونه.
frame-witnessed = تر { $size } ثبت پورې شاهدي: { $names }، { $at }.
frame-unwitnessed = لا شاهدي نه ده شوې.
frame-draft-translation = مسوده ژباړه: دا ټکي لا کوم متخصص نه دي کتلي. که توپیر وي، لاسلیک شوي ټکي معتبر دي.
frame-fictional = خیالي: لوري، کسان او متنونه د دې سافټویر د ازموینې لپاره جوړ شوي دي.
frame-waiting = دلته ستاسو په تمه کارونه
frame-glossary = اصطلاحات
frame-checkpoint = د کتنې ټکی
frame-noscript = له جاواسکریپټ پرته ټولې پاڼې لوستلی او ټولې فورمې ډکولی شئ. لاسلیک کول او په براوزر کې د ثبوت کتل ورته اړتیا لري.
key-expires-soon = ستاسو د کیلي اعتبار { $span } وروسته، پر { $date } پای ته رسېږي. مخکې له هغه د کیلیو له مسوول څخه نوې وغواړئ.
key-expired = ستاسو د کیلي اعتبار پر { $date } پای ته ورسېد. د کیلیو له مسوول څخه نوې وغواړئ؛ لا هم هر څه لوستلی شئ.

## How a page was computed

computed-title = دا څنګه محاسبه شوي دي
computed-size = لوستل شوي ثبتونه
computed-tree = د ثبت د کتاب ریښه
computed-state = د حالت ریښه
computed-ruleset = د قواعدو ټولګه
computed-as-of = تر دې شېبې
computed-command = د بیا محاسبې لپاره
computed-copy = { $copy } د ثبت د کتاب ستاسو خپله کاپي ده، چې په { $export } جوړېږي
print-checkpoint = د { $size } ثبتونو کتاب، ریښه { $root }، لوستل شوی { $at }

## States

state-recorded = ثبت شو، لا شاهدي نه ده شوې
state-witnessed = شاهدي: { $names }، { $at }
state-void = بې‌اثره: { $reason }
state-due = پاتې وخت: { $span }
state-overdue = ځنډ: { $span }
state-says = ویل شوی وخت: { $at }
none-recorded = هېڅ ثبت نشته.

## Tables and forms

table-scrolls = جدول، په تنګه پرده کې اړخ ته خوځېږي
pager-label = د دې لړ برخې
pager-newer = نوي
pager-older = زاړه
pager-shown = له { $from } تر { $to }، ټول { $total }
form-problems =
    { $n ->
        [one] یوه خانه ستاسو پام ته اړتیا لري
       *[other] { $n } خانې ستاسو پام ته اړتیا لري
    }

## Signing

review-title = هغه څه وګورئ چې لاسلیکوئ یې
review-office = تاسو لاسلیک کوئ د
review-key = په کیلي
review-key-expires = تر { $date } پورې معتبره
review-consequences = پایلې یې
review-permanent = دا نه شي لرې کېدای. په وروستي عمل سمېدای شي.
review-bytes = کټ مټ هغه بایټونه چې لاسلیکوئ یې
review-bytes-note =
    { $n ->
        [one] یو بایټ
       *[other] { $n } بایټونه
    } د { $type } ډول. ستاسو براوزر یوازې همدا لاسلیکوي.
review-back = د بدلون لپاره بېرته
refused-before = د نافذو قواعدو له مخې به دا ثبت شي، خو حساب به نه شي:
refused-code = د قاعدې کوډ:
sign-noscript = لاسلیک جاواسکریپټ ته اړتیا لري، ځکه ستاسو کیلي هېڅکله له دې براوزر نه وځي.
sign-in-title = د دندې په کیلۍ ننوتل
enrol-title = په دې براوزر کې کیلي جوړه کړئ
sign-in-how = هغه مقام وټاکئ چې د هغه په استازیتوب کار کوئ. ستاسو براوزر د هغه په کیلي یوه پوښتنه لاسلیکوي؛ هېڅ پټنوم نه لېږل کېږي.
enrol-how = دلته داسې کیلي جوړېږي چې په همدې براوزر کې پاتې کېږي. لاندې ښکاره غوښتنه د کیلیو مسوول ته ورکړئ؛ هغه د ثبت په کتاب کې کیلي ته واک ورکوي.
enrol-label = د مقام نوم
enrol-label-hint = د بېلګې په توګه: نوکریوال افسر، لوری الف. شخصي نوم مه لیکئ.
enrol-make = کیلي جوړه کړئ

## The proof mark

proof-title = ثبوت
proof-record = ثبت { $index }، { $id }
proof-not-yet = لا نه دی کتل شوی.
proof-check = په دې براوزر کې یې وګورئ
proof-download = ثبوت ښکته کړئ
proof-leaf = ثبت ښکته کړئ
proof-noscript = دلته کتل جاواسکریپټ ته اړتیا لري. ښکته شوی ثبوت له دې سایټ پرته هم کتل کېدای شي: tasdiq check-proof.

## Comparing drafts

compare-findings = موندنې
compare-strip = ټوله مسوده، ماده په ماده
compare-clause = ماده { $label }
compare-kept = ساتل شوې
compare-moved = لېږدول شوې
compare-changed = بدله شوې
compare-omitted = لرې شوې
compare-added = زیاته شوې
compare-not-in = په { $draft } کې نشته.
compare-finding = موندنه { $n }
compare-rule = قاعده
compare-weaker = کمزورې.
compare-weaker-for = د { $whom } لپاره کمزورې.
compare-stronger = پیاوړې.
compare-stronger-for = د { $whom } لپاره پیاوړې.
compare-unclear = نه شي ویل کېدای چې کمزوري ده که پیاوړې.
compare-uncertain = هغه چې انسانان یې پرېکړه کوي
compare-uncertain-note = ښايي دا مادې یو له بل سره برابرې وي. پرتله دا ادعا نه کوي.

## What the scripts say

js-checking = په دې براوزر کې کتل کېږي …
js-verified = په دې براوزر کې تصدیق شو: ګډ لاسلیک { $names }، { $at }.
js-failed = تصدیق نه شو. { $why }
js-not-witnessed = ثبت شو، لا شاهدي نه ده شوې: د کتلو لپاره لا ثبوت نشته.
js-step-entry = د ثبت د بایټونو پېژندنه { $id } ده.
js-step-signature = په { $key } لاسلیک شوی دی.
js-step-included = دا د { $size } ثبتونو په کتاب کې ثبت { $index } دی.
js-step-log = د { $origin } کتاب د کتنې دا ټکی لاسلیک کړی دی.
js-step-cosigned = { $name } پر { $at } ګډ لاسلیک کړی دی.
js-step-quorum = ګډ لاسلیکونه د تګلارې نصاب { $quorum } پوره کوي.
js-no-key = د { $key } کیلي په دې براوزر کې نشته. په هغه براوزر یا وسیله لاسلیک وکړئ چې لري یې.
js-no-keys = په دې براوزر کې د دې میکانیزم کیلي نشته. د ننوتلو لینک مو پرانیزئ یا کیلي جوړه کړئ.
js-no-ed25519 = دا براوزر په Ed25519 لاسلیک نه شي کولای. نوی Firefox، Chrome، Edge یا Safari وکاروئ.
js-not-these-bytes = پاڼه له هغو بایټونو سره برابره نه ده چې باید لاسلیک شي. هېڅ لاسلیک نه شول. بېرته لاړ شئ او بیا هڅه وکړئ؛ که بیا وشول، د کیلیو مسوول ته ووایئ.
js-signing = لاسلیک کېږي …
js-recorded = د { $index } ثبت په توګه ولیکل شو. د منځګړو د شاهدۍ انتظار دی …
js-witnessed = شاهدي وشوه: ثبت { $index } د کتنې په هغه ټکي کې دی چې منځګړو ګډ لاسلیک کړی دی.
js-refused = ثبت نه شو. { $why }
js-no-answer = کوربه ځواب ور نه کړ. هغه څه چې لاسلیک مو کړل په دې براوزر کې ساتل شوي دي: بیا یې ولېږئ؛ یو عمل هېڅکله دوه ځله نه ثبتېږي.
js-download = ثبوت ښکته کړئ
js-continue = دوام
js-sign-in-as = د { $label } په توګه ننوتل
js-key-imported = د { $label } کیلي اوس په دې براوزر کې ده.
js-key-bad = لینک سمه کیلي نه لري. نوی لینک وغواړئ.
js-enrolled = کیلي جوړه شوه. دا غوښتنه وسپارئ؛ همدا براوزر وساتئ.
js-new-entries = د ثبت په کتاب کې نوي ثبتونه: { $n }.
js-reload = ویې ښیئ
js-local = ستاسو ساعت: { $clock }
js-offline = له کوربه سره اړیکه نشته. پاڼه هغه ښیي چې وروستی ځل رارسېدلي دي.
js-draft-kept = تر لاسلیک پورې په دې براوزر کې ساتل کېږي.

## Why the host did not take something

problem-busy = د ثبت کتاب اوس له توان زیات کار لري. همدا عمل څو ثانیې وروسته بیا ولېږئ.
problem-too-fast = دې کیلي په لږ وخت کې ډېر عملونه ولېږل. لږ صبر وکړئ، بیا همدا عمل ولېږئ.
problem-no-standing = دا کیلي دلته نافذه نه ده: نه ده ورکړل شوې، وخت یې پوره شوی، یا بېرته اخیستل شوې. د کیلیو له مسوول څخه وپوښتئ.
problem-sign-in-first = تاسو نور ننوتلي نه یاست. ننوځئ، بیا دې پاڼې ته راوګرځئ.
problem-sign-in-refused = ننوتل ونه منل شول. پاڼه بیا پرانیزئ او نوې پوښتنه لاسلیک کړئ.
problem-signed-twice = دې کیلي تر یوې شمېرې لاندې دوه بېل عملونه لاسلیک کړي دي. دواړه د شواهدو په توګه ساتل کېږي. د کیلیو مسوول ته ووایئ.
problem-out-of-order = د دې پاڼې له جوړېدو وروسته په همدې کیلي بل عمل لاسلیک شوی دی. بېرته لاړ شئ او دا عمل بیا وګورئ.
problem-seen-unknown = دا عمل داسې حالت ته اشاره کوي چې دې کتاب هېڅکله نه دی لاسلیک کړی. دا پاڼه وساتئ او ټولو غړو ته ووایئ.
problem-future-dated = د لاسلیک د وسیلې ساعت مخکې دی. سم یې کړئ او عمل بیا وګورئ.
problem-bad-signature = لاسلیک سم نه دی. عمل بیا وګورئ؛ که بیا وشول، د کیلیو مسوول ته ووایئ.
problem-replica = دا غوټه یوازې لولي. د کتاب پر کوربه لاسلیک وکړئ.
problem-store-unreadable = کوربه خپل ثبتونه ونه لوستلی شول. ستونزه د هغه پر لور ده؛ هېڅ بدل نه شول.
problem-other = کوربه ونه مانه.

## Why a proof does not hold

why-form = ثبوت په هغه بڼه نه دی چې باید وي.
why-policy = تګلاره په هغه بڼه نه ده چې باید وي.
why-entry = دا بایټونه د دې ثبت نه دي.
why-signature = پر ثبت یو لاسلیک سم نه دی.
why-inclusion = ثبت په کتاب کې هلته نه دی چې ثبوت یې وايي.
why-log = د ثبت د کتاب خپل لاسلیک سم نه دی.
why-cosignature = د یوه منځګړي یا لوري ګډ لاسلیک سم نه دی.
why-quorum = ګډ لاسلیکونه د تګلارې لپاره بس نه دي.
why-fetch = کوربه هغه څه و نه لېږل چې د کتلو لپاره په کار دي.
why-browser = دا براوزر نه شي کولای وګوري.

## When there is no page to show

trouble-not-here = په دې پته پاڼه نشته.
trouble-not-here-now = پته وګورئ، یا د برخو له لړ څخه پیل وکړئ.
trouble-sign-in = دا پاڼه د هغو غړو لپاره ده چې ننوتلي وي.
trouble-sign-in-now = د خپل مقام په کیلي ننوځئ.
trouble-not-yours = ستاسو مقام د دې پاڼې د لوستلو واک نه لري.
trouble-not-yours-now = که باید ویې لري، د خپل غړي د کیلیو له مسوول څخه وپوښتئ.
trouble-our-side = کوربه دا پاڼه جوړه نه کړای شوه.
trouble-our-side-now = ستونزه د کوربه پر لور ده. هغه څه چې لاسلیک کړي مو دي ورک شوي نه دي. یوه دقیقه وروسته بیا هڅه وکړئ.
trouble-busy = کوربه اوس له خپل توان زیات کار لري.
trouble-busy-now = هېڅ ثبت نه شول. همدا څو ثانیې وروسته بیا ولېږئ.

## Moments and durations

comma = ،
moment-instant = { $date }، { $clock }
duration-seconds =
    { $n ->
        [one] { $n } ثانیه
       *[other] { $n } ثانیې
    }
duration-minutes =
    { $n ->
        [one] { $n } دقیقه
       *[other] { $n } دقیقې
    }
duration-hours =
    { $n ->
        [one] { $n } ساعت
       *[other] { $n } ساعته
    }
duration-days =
    { $n ->
        [one] { $n } ورځ
       *[other] { $n } ورځې
    }
duration-pair = { $large } او { $small }
month-1 = جنوري
month-2 = فبروري
month-3 = مارچ
month-4 = اپرېل
month-5 = مۍ
month-6 = جون
month-7 = جولای
month-8 = اګست
month-9 = سپټمبر
month-10 = اکتوبر
month-11 = نومبر
month-12 = ډسمبر
solar-month-1 = وری
solar-month-2 = غویی
solar-month-3 = غبرګولی
solar-month-4 = چنګاښ
solar-month-5 = زمری
solar-month-6 = وږی
solar-month-7 = تله
solar-month-8 = لړم
solar-month-9 = لیندۍ
solar-month-10 = مرغومی
solar-month-11 = سلواغه
solar-month-12 = کب

## Glossary: one term for one thing

glossary-title = اصطلاحات: د هر شي لپاره یوه اصطلاح
glossary-term = اصطلاح
glossary-means = مانا
term-act = عمل
term-act-means = هغه څه چې یو غړی یې د ثبت په کتاب کې وايي او د خپل یوه مقام په کیلي یې لاسلیکوي.
term-log = د ثبت کتاب
term-log-means = د ټولو عملونو یوازینی ترتیب شوی لړ. هېڅوک نه شي کولای یو ثبت د ټولو له خبرېدو پرته بدل یا لرې کړي.
term-entry = ثبت
term-entry-means = یو عمل د ثبت په کتاب کې په خپل ځای.
term-checkpoint = د کتنې ټکی
term-checkpoint-means = لاسلیک شوې وینا چې کتاب څومره اوږد دی او څه پکې دي.
term-recorded = ثبت شوی
term-recorded-means = د کوربه په کتاب کې دی.
term-witnessed = شاهدي شوی
term-witnessed-means = د کتنې په داسې ټکي کې دی چې کافي منځګړو او لورو ګډ لاسلیک کړی دی.
term-void = بې‌اثره
term-void-means = ثبت شوی، خو د یوې قاعدې له مخې اثر نه لري.
term-proof = ثبوت
term-proof-means = کوچنی فایل چې له دې سایټ پرته ښیي یو ثبت په کتاب کې دی او چا یې شاهدي کړې ده.
term-party = لوری
term-party-means = د هوکړې له دوو لورو څخه یو.
term-mediator = منځګړی
term-mediator-means = ناپیلی غړی چې دواړو لورو منلی دی.
term-office = مقام
term-office-means = د یوه غړي دنده؛ کیلي د مقام دي، نه د کس.
term-clause = ماده
term-clause-means = د مسودې یوه شمېرل شوې برخه.
term-position = دریځ
term-position-means = هغه څه چې یو غړی یې د یوې مادې د کټ مټ ټکو په اړه وايي.
term-finding = موندنه
term-finding-means = هغه څه چې پرتله یا منځګړی یې د ټکو یا حقایقو په اړه له دلیل سره وايي.

## Fields of forms

form-none = هېڅ
form-hint-instant = UTC، لکه 2025-11-07 14:00
form-cannot-read = دا نه لوستل کېږي؛ اشاره وګورئ.
form-needed = دا اړین دی.
form-yes = هو
form-no = نه
form-to-review = کتنې ته ولاړ شئ

## What scripts say

script-upload-sending = لېږل کېږي
script-upload-done = ولېږل شو؛ په لاسلیک کې به یې نوم واخیستل شي.
script-upload-resumed = کرښه پرې شوه؛ له هماغه ځایه روانه ده.
script-upload-too-large = دوتنه تر 40 MB لویه ده.
script-upload-no-recipients = د هغو له ډلې چې ورته مهر کېږي چا لا د مهر کولو کیلي نه ده اعلان کړې.
script-body-missing = دا ضروري دی:
script-body-sealed = په همدې براوزر کې مهر او ولېږل شو. لاندې فورمه یې نوم اخلي؛ هلته دوام ورکړئ.
script-body-changed = دا تر مهر وروسته بدل شو. بیا یې مهر کړئ.
sealing-begin = له پخواني مهر شوي متن څخه پیل وکړئ
sealing-one-a-line = په هره کرښه کې یو.
sealing-seal = مهر یې کړئ او په فورمه کې یې نوم واخلئ
script-upload-no-key = ستاسو کیلي په دې براوزر کې نشته.
script-upload-failed = ونه لېږل شو.
script-seal-broken = مهر شوی مواد بدل شوي یا ناسم جوړ شوي دي.
script-seal-not-for-this-browser = د دې براوزر په کیلي نه دی مهر شوی.
script-seal-opened-here = په دې براوزر کې پرانیستل شو:
script-body-open-first = لومړی عریضه پرانیزئ: هغه وايي چې ځواب چا ته مهر شي.
script-body-receipt = مهر او ولېږل شوه. عرض‌کوونکي ته دا رسید ورکړئ؛ یوازې اوس ښودل کېږي:
script-body-petitioned = د منځګړو دفتر ته ورسېده. دا رسید ولیکئ؛ هېڅوک یې بیا نه شي ښودلای. په همدې به حالت وینئ او ځواب لولئ:
sealing-send = منځګړو ته یې مهر او ولېږئ

## What a picture leaves behind

script-photo-too-long = دوتنه تر 20 MB لویه ده. انځور کوچنی کړئ.
script-photo-unknown = دا JPEG، PNG یا WebP انځور نه دی. لومړی یې په دې بڼو خوندي کړئ.
script-photo-animated = انځور خوځنده دی. یو ولاړ انځور اخیستل کېږي.
script-photo-damaged = انځور خراب یا نیمګړی دی.
script-photo-too-large = د انځور یوه خوا تر 12,000 پکسلو زیاته ده. کوچنی یې کړئ.
script-photo-left = دا به پاتې شي:
script-photo-nothing = په دوتنه کې له پکسلونو پرته څه نشته.
script-photo-taken = په همدې براوزر کې مهر او ولېږل شو. لاندې فورمه یې نوم اخلي.
sealing-removed-place = چېرته اخیستل شوی
sealing-removed-time = کله اخیستل یا بدل شوی:
sealing-removed-device = په کومه وسیله اخیستل شوی:
sealing-removed-editing = پروګرامونه چې بدل کړی یې دی:
sealing-removed-thumbnail = دننه کوچنی انځور، چې پرې شوې برخه ښودلای شي
sealing-removed-exif = د EXIF معلومات
sealing-removed-xmp = د XMP معلومات
sealing-removed-iptc = د IPTC معلومات
sealing-removed-profile = د رنګ پروفایل
sealing-removed-text = تبصرې یا متنونه
sealing-removed-credentials = د منځپانګې سندونه: یوازې د اصل لپاره
sealing-removed-trailing = تر پای وروسته پټ بایټونه:
sealing-removed-size = پکسلونه، ځکه تر دې کوچنی شوی:

## What scripts say of the hotline

js-flash = په توده کرښه تر ټولو بېړنی پیغام
js-flash-open = پرانیزئ
js-exercise = تمرین
js-mute = چوپ یې کړئ
js-muted = دلته چوپ
js-line-dead = کرښه مړه ده: له دې نوډه 45 ثانیې هېڅ نه دي اورېدل شوي. بله لار وکاروئ او پاڼه بیا پرانیزئ.

## Voice notes

script-voice-record = غږیز یادښت ثبت کړئ
script-voice-stop = ودروئ او مل یې کړئ
script-voice-recording = ثبتېږي …
script-voice-none = دا براوزر غږ نه ثبتوي.
script-voice-refused = براوزر د مایکروفون اجازه نه لري.
js-ring = څوک په اړیکه کې انتظار کوي.
js-ring-open = اړیکه پرانیزئ

## The check before sending

check-needed = منشور دلته دویم مامور غواړي: ستاسو د غړي بل مامور دا بایټونه لولي او له لېږلو مخکې ورسره لاسلیک کوي.
check-ask = کتنه وغواړئ
check-waiting = دا دویم مامور ته انتظار دی، چې په هره پاڼه ورته ویل کېږي. یوه ورځ انتظار کوي؛ وروسته یې بیا ولیکئ.
check-for-reader = تاسو دویم مامور یاست. هغه څه چې ویل شوي او بایټونه ولولئ. که لاسلیک یې کړئ، لیکونکی یې لېږلی شي؛ تاسو هېڅ نه لېږئ.
check-sign = ما وکتل: ورسره لاسلیک کړئ
check-why = ولې نه
check-return = بېرته یې ولېږئ
js-check = ستاسو د غړي یو شی ستاسو کتنې ته انتظار دی.
js-check-open = ولولئ
js-checked = وکتل شو، او { $key } ورسره لاسلیک کړ. اوس یې ولېږئ.
js-check-returned = بېرته ولېږل شو: { $why }
js-check-gone = نور انتظار نه کوي: یوه ورځ تېره شوه یا نوډ بیا پیل شو. بیا یې ولیکئ.
js-check-signed = ورسره لاسلیک شو. لیکونکی یې اوس لېږلی شي.
js-check-sent-back = بېرته ولېږل شو.

## What a time stamp shows

stamp-found-valid = سم
stamp-found-wrong-imprint = ناسم نقش: د نورو بایټونو
stamp-found-untrusted-signer = ناباوره لاسلیکوونکی
stamp-found-bad-signature = ناسم لاسلیک
stamp-found-malformed = ګډوډ
stamp-found-not-granted = نه دی ورکړل شوی
stamp-found-expired = وخت یې تېر
stamp-found-wrong-usage = د بلې موخې سند
stamp-found-unsupported = داسې ډول چې دلته نه کتل کېږي
stamp-found-not-checked = نه دي کتل شوي
