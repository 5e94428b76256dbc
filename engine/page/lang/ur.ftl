## The frame around every page

frame-skip = متن پر جائیں
frame-visitor = آپ داخل نہیں ہوئے۔
frame-sign-in = داخل ہوں
frame-sign-out = باہر نکلیں
frame-officer = { $office }، { $member }
frame-languages = زبان
frame-areas = شعبے
frame-as-of = بمطابق { $at }
frame-log = روزنامچہ: { $size } اندراجات۔
frame-witnessed = اندراج { $size } تک گواہی: { $names }، { $at }۔
frame-unwitnessed = ابھی گواہی نہیں ہوئی۔
frame-draft-translation = مسودہ ترجمہ: کسی ماہر نے ابھی ان الفاظ کا جائزہ نہیں لیا۔ فرق کی صورت میں دستخط شدہ الفاظ معتبر ہیں۔
frame-fictional = فرضی: فریق، افراد اور متن اس سافٹ ویئر کی آزمائش کے لیے گھڑے گئے ہیں۔
frame-waiting = یہاں آپ کے منتظر کام
frame-glossary = اصطلاحات
frame-checkpoint = نشانِ تصدیق
frame-noscript = جاوا اسکرپٹ کے بغیر آپ ہر صفحہ پڑھ سکتے ہیں اور ہر فارم بھر سکتے ہیں۔ دستخط کرنے اور براؤزر میں ثبوت جانچنے کے لیے یہ ضروری ہے۔
key-expires-soon = آپ کی کلید { $date } کو ختم ہو جائے گی (باقی وقت: { $span })۔ اس سے پہلے اپنے کلید منتظم سے نئی کلید مانگیں۔
key-expired = آپ کی کلید { $date } کو ختم ہو گئی۔ اپنے کلید منتظم سے نئی کلید مانگیں؛ آپ اب بھی سب کچھ پڑھ سکتے ہیں۔

## How a page was computed

computed-title = اس کا حساب کیسے لگایا گیا
computed-size = پڑھے گئے اندراجات
computed-tree = روزنامچے کی جڑ
computed-state = حالت کی جڑ
computed-ruleset = مجموعۂ قواعد
computed-as-of = بمطابق
computed-command = دوبارہ حساب کے لیے
computed-copy = { $copy } روزنامچے کی آپ کی اپنی نقل ہے، جو { $export } سے بنتی ہے
print-checkpoint = { $size } اندراجات کا روزنامچہ، جڑ { $root }، پڑھا گیا { $at }

## States

state-recorded = درج ہو گیا، ابھی گواہی نہیں ہوئی
state-witnessed = گواہی: { $names }، { $at }
state-void = غیر مؤثر: { $reason }
state-due = باقی وقت: { $span }
state-overdue = تاخیر: { $span }
state-says = بیان کردہ وقت: { $at }
none-recorded = کوئی اندراج نہیں۔

## Tables and forms

table-scrolls = جدول، تنگ اسکرین پر پہلو کی طرف سرکتا ہے
pager-label = اس فہرست کے حصے
pager-newer = تازہ تر
pager-older = پرانے
pager-shown = { $from } تا { $to }، کل { $total }
form-problems =
    { $n ->
        [one] ایک خانہ آپ کی توجہ چاہتا ہے
       *[other] { $n } خانے آپ کی توجہ چاہتے ہیں
    }

## Signing

review-title = دستخط سے پہلے جائزہ لیں
review-office = آپ دستخط کر رہے ہیں بحیثیت
review-key = کلید
review-key-expires = میعاد { $date } تک
review-consequences = اس کے نتائج
review-permanent = اسے ہٹایا نہیں جا سکتا۔ بعد کے کسی عمل سے اس کی تصحیح ہو سکتی ہے۔
review-bytes = عین وہ بائٹس جن پر آپ دستخط کر رہے ہیں
review-bytes-note =
    { $n ->
        [one] ایک بائٹ
       *[other] { $n } بائٹس
    }، قسم { $type }۔ آپ کا براؤزر صرف انہی پر دستخط کرتا ہے۔
review-back = تبدیلی کے لیے واپس جائیں
refused-before = نافذ قواعد کے مطابق یہ درج تو ہو گا مگر شمار نہیں ہو گا:
refused-code = قاعدے کا کوڈ:
sign-noscript = دستخط کے لیے جاوا اسکرپٹ ضروری ہے، کیونکہ آپ کی کلید اس براؤزر سے باہر نہیں جاتی۔
sign-in-title = عہدے کی کلید سے سائن ان کریں
enrol-title = اس براؤزر میں کلید بنائیں
sign-in-how = وہ عہدہ چنیں جس کی طرف سے آپ کام کر رہے ہیں۔ آپ کا براؤزر اس کی کلید سے ایک سوال پر دستخط کرتا ہے؛ کوئی پاس ورڈ نہیں بھیجا جاتا۔
enrol-how = اس سے ایک کلید بنتی ہے جو اسی براؤزر میں رہتی ہے۔ نیچے دی گئی عوامی درخواست اپنے کلید منتظم کو دیں، جو روزنامچے میں کلید کو اختیار دیتا ہے۔
enrol-label = عہدے کا نام
enrol-label-hint = مثلاً: ڈیوٹی افسر، فریق الف۔ ذاتی نام نہ لکھیں۔
enrol-make = کلید بنائیں

## The proof mark

proof-title = ثبوت
proof-record = اندراج { $index }، { $id }
proof-not-yet = ابھی جانچا نہیں گیا۔
proof-check = اس براؤزر میں جانچیں
proof-download = ثبوت ڈاؤن لوڈ کریں
proof-leaf = اندراج ڈاؤن لوڈ کریں
proof-noscript = یہاں جانچنے کے لیے جاوا اسکرپٹ ضروری ہے۔ ڈاؤن لوڈ کیا ہوا ثبوت اس سائٹ کے بغیر بھی جانچا جا سکتا ہے: tasdiq check-proof۔

## Comparing drafts

compare-findings = نتائج
compare-strip = پورا مسودہ، شق بہ شق
compare-clause = شق { $label }
compare-kept = برقرار
compare-moved = منتقل
compare-changed = تبدیل
compare-omitted = حذف
compare-added = اضافہ
compare-not-in = { $draft } میں نہیں ہے۔
compare-finding = نتیجہ { $n }
compare-rule = قاعدہ
compare-weaker = کمزور تر۔
compare-weaker-for = { $whom } کے لیے کمزور تر۔
compare-stronger = مضبوط تر۔
compare-stronger-for = { $whom } کے لیے مضبوط تر۔
compare-unclear = یہ نہیں کہا جا سکتا کہ یہ کمزور ہے یا مضبوط۔
compare-uncertain = جن کا فیصلہ انسان کریں
compare-uncertain-note = ہو سکتا ہے یہ شقیں ایک دوسرے کے مقابل ہوں۔ موازنہ اس کا دعویٰ نہیں کرتا۔

## What the scripts say

js-checking = اس براؤزر میں جانچ جاری ہے …
js-verified = اس براؤزر میں تصدیق ہو گئی: مشترکہ دستخط { $names }، { $at }۔
js-failed = تصدیق نہیں ہوئی۔ { $why }
js-not-witnessed = درج ہو گیا، ابھی گواہی نہیں ہوئی: جانچنے کے لیے ابھی کوئی ثبوت نہیں۔
js-step-entry = اندراج کی بائٹس کی شناخت { $id } ہے۔
js-step-signature = اس پر { $key } کے دستخط ہیں۔
js-step-included = یہ { $size } اندراجات کے روزنامچے میں اندراج { $index } ہے۔
js-step-log = روزنامچے { $origin } نے اس نشانِ تصدیق پر دستخط کیے۔
js-step-cosigned = { $name } نے { $at } پر مشترکہ دستخط کیے۔
js-step-quorum = مشترکہ دستخط ضابطے کے نصاب { $quorum } کو پورا کرتے ہیں۔
js-no-key = کلید { $key } اس براؤزر میں نہیں ہے۔ اس براؤزر یا آلے سے دستخط کریں جس میں یہ ہے۔
js-no-keys = اس براؤزر میں اس طریقۂ کار کی کوئی کلید نہیں۔ اپنا داخلے کا لنک کھولیں یا کلید بنائیں۔
js-no-ed25519 = یہ براؤزر Ed25519 سے دستخط نہیں کر سکتا۔ نیا Firefox، Chrome، Edge یا Safari استعمال کریں۔
js-not-these-bytes = صفحہ ان بائٹس سے مطابقت نہیں رکھتا جن پر دستخط ہونے ہیں۔ کسی چیز پر دستخط نہیں ہوئے۔ واپس جا کر دوبارہ کوشش کریں؛ دوبارہ ایسا ہو تو اپنے کلید منتظم کو بتائیں۔
js-signing = دستخط ہو رہے ہیں …
js-recorded = اندراج { $index } کے طور پر درج ہو گیا۔ ثالثوں کی گواہی کا انتظار ہے …
js-witnessed = گواہی ہو گئی: اندراج { $index } اس نشانِ تصدیق میں ہے جس پر ثالثوں نے مشترکہ دستخط کیے۔
js-refused = درج نہیں ہوا۔ { $why }
js-no-answer = میزبان نے جواب نہیں دیا۔ آپ نے جس پر دستخط کیے وہ اس براؤزر میں محفوظ ہے: دوبارہ بھیجیں؛ ایک ہی عمل دو بار درج نہیں ہوتا۔
js-download = ثبوت ڈاؤن لوڈ کریں
js-continue = آگے بڑھیں
js-sign-in-as = { $label } کی حیثیت سے داخل ہوں
js-key-imported = { $label } کی کلید اب اس براؤزر میں ہے۔
js-key-bad = لنک میں درست کلید نہیں ہے۔ نیا لنک مانگیں۔
js-enrolled = کلید بن گئی۔ یہ درخواست حوالے کریں؛ یہی براؤزر استعمال کرتے رہیں۔
js-new-entries = روزنامچے میں نئے اندراجات: { $n }۔
js-reload = انہیں دکھائیں
js-local = آپ کی گھڑی: { $clock }
js-offline = میزبان سے رابطہ نہیں۔ صفحہ آخری موصول معلومات دکھا رہا ہے۔
js-draft-kept = آپ کے دستخط کرنے تک اس براؤزر میں محفوظ ہے۔

## Why the host did not take something

problem-busy = روزنامچے کے پاس اس وقت گنجائش سے زیادہ کام ہے۔ یہی عمل چند سیکنڈ بعد دوبارہ بھیجیں۔
problem-too-fast = اس کلید نے تھوڑے وقت میں بہت سے اعمال بھیجے۔ کچھ دیر ٹھہر کر یہی عمل دوبارہ بھیجیں۔
problem-no-standing = یہ کلید یہاں نافذ نہیں: نہ دی گئی، یا میعاد ختم ہو گئی، یا واپس لے لی گئی۔ اپنے کلید منتظم سے پوچھیں۔
problem-sign-in-first = آپ اب داخل نہیں ہیں۔ داخل ہوں، پھر اس صفحے پر واپس آئیں۔
problem-sign-in-refused = داخلہ قبول نہیں ہوا۔ صفحہ دوبارہ کھولیں اور نئے سوال پر دستخط کریں۔
problem-signed-twice = اس کلید نے ایک ہی نمبر پر دو مختلف اعمال پر دستخط کیے۔ دونوں بطور شہادت محفوظ ہیں۔ اپنے کلید منتظم کو بتائیں۔
problem-out-of-order = یہ صفحہ بننے کے بعد اسی کلید سے ایک اور عمل پر دستخط ہوئے۔ واپس جا کر اس عمل کا دوبارہ جائزہ لیں۔
problem-seen-unknown = یہ عمل ایسی حالت کا حوالہ دیتا ہے جس پر اس روزنامچے نے کبھی دستخط نہیں کیے۔ یہ صفحہ محفوظ رکھیں اور ہر رکن کو بتائیں۔
problem-future-dated = دستخط کرنے والے آلے کی گھڑی آگے ہے۔ اسے درست کریں اور عمل کا دوبارہ جائزہ لیں۔
problem-bad-signature = دستخط درست نہیں۔ عمل کا دوبارہ جائزہ لیں؛ دوبارہ ایسا ہو تو اپنے کلید منتظم کو بتائیں۔
problem-replica = یہ نوڈ صرف پڑھتا ہے۔ روزنامچے کے میزبان پر دستخط کریں۔
problem-store-unreadable = میزبان اپنے ریکارڈ نہیں پڑھ سکا۔ وجہ اسی کی طرف ہے؛ کچھ تبدیل نہیں ہوا۔
problem-other = میزبان نے اسے نہیں لیا۔

## Why a proof does not hold

why-form = ثبوت مطلوبہ شکل میں نہیں ہے۔
why-policy = ضابطہ مطلوبہ شکل میں نہیں ہے۔
why-entry = یہ بائٹس اس اندراج کی نہیں ہیں۔
why-signature = اندراج پر ایک دستخط درست نہیں۔
why-inclusion = اندراج روزنامچے میں اس جگہ نہیں جو ثبوت بتاتا ہے۔
why-log = روزنامچے کے اپنے دستخط درست نہیں۔
why-cosignature = کسی ثالث یا فریق کے مشترکہ دستخط درست نہیں۔
why-quorum = مشترکہ دستخط ضابطے کے لیے کافی نہیں۔
why-fetch = میزبان نے جانچ کے لیے ضروری چیز نہیں بھیجی۔
why-browser = یہ براؤزر جانچ نہیں کر سکتا۔

## When there is no page to show

trouble-not-here = اس پتے پر کوئی صفحہ نہیں ہے۔
trouble-not-here-now = پتہ دیکھ لیں، یا شعبوں کی فہرست سے شروع کریں۔
trouble-sign-in = یہ صفحہ ان ارکان کے لیے ہے جو داخل ہو چکے ہیں۔
trouble-sign-in-now = اپنے عہدے کی کلید سے داخل ہوں۔
trouble-not-yours = آپ کے عہدے کو یہ صفحہ پڑھنے کا اختیار نہیں۔
trouble-not-yours-now = اگر ہونا چاہیے تو اپنے رکن کے کلید منتظم سے پوچھیں۔
trouble-our-side = میزبان یہ صفحہ نہیں بنا سکا۔
trouble-our-side-now = وجہ میزبان کی طرف ہے۔ آپ نے جس پر دستخط کیے وہ ضائع نہیں ہوا۔ ایک منٹ بعد دوبارہ کوشش کریں۔
trouble-busy = میزبان کے پاس اس وقت گنجائش سے زیادہ کام ہے۔
trouble-busy-now = کچھ درج نہیں ہوا۔ چند سیکنڈ بعد یہی دوبارہ بھیجیں۔

## Moments and durations

comma = ،
moment-instant = { $date }، { $clock }
duration-seconds = { $n } سیکنڈ
duration-minutes = { $n } منٹ
duration-hours =
    { $n ->
        [one] { $n } گھنٹہ
       *[other] { $n } گھنٹے
    }
duration-days = { $n } دن
duration-pair = { $large } { $small }
month-1 = جنوری
month-2 = فروری
month-3 = مارچ
month-4 = اپریل
month-5 = مئی
month-6 = جون
month-7 = جولائی
month-8 = اگست
month-9 = ستمبر
month-10 = اکتوبر
month-11 = نومبر
month-12 = دسمبر
solar-month-1 = حمل
solar-month-2 = ثور
solar-month-3 = جوزا
solar-month-4 = سرطان
solar-month-5 = اسد
solar-month-6 = سنبلہ
solar-month-7 = میزان
solar-month-8 = عقرب
solar-month-9 = قوس
solar-month-10 = جدی
solar-month-11 = دلو
solar-month-12 = حوت

## Glossary: one term for one thing

glossary-title = اصطلاحات: ہر چیز کے لیے ایک اصطلاح
glossary-term = اصطلاح
glossary-means = مطلب
term-act = عمل
term-act-means = وہ بات جو کوئی رکن روزنامچے میں کہے اور اپنے کسی عہدے کی کلید سے اس پر دستخط کرے۔
term-log = روزنامچہ
term-log-means = تمام اعمال کی واحد ترتیب وار فہرست۔ کوئی شخص کسی اندراج کو سب کے علم میں آئے بغیر بدل یا ہٹا نہیں سکتا۔
term-entry = اندراج
term-entry-means = روزنامچے میں اپنی جگہ پر ایک عمل۔
term-checkpoint = نشانِ تصدیق
term-checkpoint-means = دستخط شدہ بیان کہ روزنامچہ کتنا طویل ہے اور اس میں کیا ہے۔
term-recorded = درج
term-recorded-means = میزبان کے روزنامچے میں موجود۔
term-witnessed = گواہی شدہ
term-witnessed-means = ایسے نشانِ تصدیق میں موجود جس پر کافی ثالثوں اور فریقوں نے مشترکہ دستخط کیے۔
term-void = غیر مؤثر
term-void-means = درج ہے، مگر کسی قاعدے کی رو سے بے اثر ہے۔
term-proof = ثبوت
term-proof-means = ایک چھوٹی فائل جو اس سائٹ کے بغیر دکھاتی ہے کہ اندراج روزنامچے میں ہے اور کس نے گواہی دی۔
term-party = فریق
term-party-means = معاہدے کے دو فریقوں میں سے ایک۔
term-mediator = ثالث
term-mediator-means = غیر جانبدار رکن جسے دونوں فریقوں نے قبول کیا۔
term-office = عہدہ
term-office-means = رکن کا منصب؛ کلیدیں عہدے کی ہوتی ہیں، شخص کی نہیں۔
term-clause = شق
term-clause-means = مسودے کا ایک نمبر شدہ حصہ۔
term-position = موقف
term-position-means = کسی شق کے عین الفاظ کے بارے میں رکن کا بیان۔
term-finding = نتیجہ
term-finding-means = الفاظ یا حقائق کے بارے میں موازنے یا ثالث کا بیان، وجہ کے ساتھ۔

## Fields of forms

form-none = کوئی نہیں
form-hint-instant = UTC، مثلاً 2025-11-07 14:00
form-cannot-read = یہ پڑھا نہیں جا سکتا؛ اشارہ دیکھیں۔
form-needed = یہ ضروری ہے۔
form-yes = ہاں
form-no = نہیں
form-to-review = جائزے کی طرف بڑھیں

## What scripts say

script-upload-sending = بھیجی جا رہی ہے
script-upload-done = بھیج دی گئی؛ آپ کے دستخط میں اس کا ذکر ہوگا۔
script-upload-resumed = رابطہ کٹا؛ وہیں سے جاری ہے جہاں رکا تھا۔
script-upload-too-large = فائل 40 MB سے بڑی ہے۔
script-upload-no-recipients = جن کے لیے مہر ہونی ہے ان میں سے کسی نے ابھی مہر بندی کی کلید کا اعلان نہیں کیا۔
script-body-missing = یہ ضروری ہے:
script-body-sealed = اسی براؤزر میں مہر بند کر کے بھیج دیا گیا۔ نیچے کا فارم اس کا نام لیتا ہے؛ وہیں سے آگے بڑھیں۔
script-body-changed = مہر لگنے کے بعد اسے بدلا گیا۔ دوبارہ مہر کریں۔
sealing-begin = پہلے مہر بند متن سے آغاز کریں
sealing-one-a-line = ہر سطر میں ایک۔
sealing-seal = مہر کریں اور فارم میں نام لیں
script-upload-no-key = آپ کی کلید اس براؤزر میں نہیں۔
script-upload-failed = بھیجی نہ جا سکی۔
script-seal-broken = مہر بند مواد بدلا گیا یا غلط بنا۔
script-seal-not-for-this-browser = یہ اس براؤزر کی کلید پر مہر بند نہیں۔
script-seal-opened-here = اس براؤزر میں کھولا گیا:
script-body-open-first = پہلے درخواست کھولیں: وہ بتاتی ہے کہ جواب کس کے لیے مہر ہو۔
script-body-receipt = مہر ہو کر بھیج دی گئی۔ درخواست گزار کو یہ رسید دیں؛ صرف ابھی دکھائی جا رہی ہے:
script-body-petitioned = یہ ثالثوں کے دفتر میں ہے۔ یہ رسید لکھ لیں؛ کوئی اسے دوبارہ نہیں دکھا سکتا۔ اسی سے آپ حالت دیکھتے اور جواب پڑھتے ہیں:
sealing-send = ثالثوں کے لیے مہر کر کے بھیجیں

## What a picture leaves behind

script-photo-too-long = فائل 20 MB سے بڑی ہے۔ تصویر چھوٹی کریں۔
script-photo-unknown = یہ JPEG، PNG یا WebP تصویر نہیں۔ پہلے ان میں سے کسی میں محفوظ کریں۔
script-photo-animated = تصویر متحرک ہے۔ ایک ساکن تصویر لی جاتی ہے۔
script-photo-damaged = تصویر خراب یا ادھوری ہے۔
script-photo-too-large = تصویر کی ایک طرف 12,000 پکسل سے زیادہ ہے۔ چھوٹی کریں۔
script-photo-left = یہ چھوڑ دیا جائے گا:
script-photo-nothing = فائل میں پکسلوں کے سوا کچھ نہیں۔
script-photo-taken = اسی براؤزر میں مہر ہو کر بھیج دی گئی۔ نیچے کا فارم اس کا نام لیتا ہے۔
sealing-removed-place = کہاں لی گئی
sealing-removed-time = کب لی یا بدلی گئی:
sealing-removed-device = کس آلے سے لی گئی:
sealing-removed-editing = جن پروگراموں نے بدلا:
sealing-removed-thumbnail = اندر کی چھوٹی تصویر، جو کٹا ہوا حصہ دکھا سکتی ہے
sealing-removed-exif = EXIF ڈیٹا
sealing-removed-xmp = XMP ڈیٹا
sealing-removed-iptc = IPTC ڈیٹا
sealing-removed-profile = رنگ کا پروفائل
sealing-removed-text = تبصرے یا متن
sealing-removed-credentials = مواد کی اسناد: صرف اصل کے لیے
sealing-removed-trailing = آخر کے بعد چھپے بائٹ:
sealing-removed-size = پکسل، کیونکہ اس سے چھوٹی کی گئی:

## What scripts say of the hotline

js-flash = ہاٹ لائن پر فوری ترین پیغام
js-flash-open = کھولیں
js-exercise = مشق
js-mute = خاموش کریں
js-muted = یہاں خاموش
js-line-dead = لائن مردہ: اس نوڈ سے 45 سیکنڈ سے کچھ نہ سنا گیا۔ دوسرا راستہ استعمال کریں اور صفحہ دوبارہ کھولیں۔

## Voice notes

script-voice-record = صوتی پیغام ریکارڈ کریں
script-voice-stop = روکیں اور منسلک کریں
script-voice-recording = ریکارڈ ہو رہا ہے …
script-voice-none = یہ براؤزر آواز ریکارڈ نہیں کرتا۔
script-voice-refused = براؤزر کو مائیکروفون کی اجازت نہیں۔
js-ring = کوئی کال میں انتظار کر رہا ہے۔
js-ring-open = کال کھولیں

## The check before sending

check-needed = منشور یہاں دوسرے افسر کا تقاضا کرتا ہے: آپ کے رکن کا ایک اور افسر یہ بائٹس پڑھ کر بھیجے جانے سے پہلے ساتھ دستخط کرتا ہے۔
check-ask = جانچ کے لیے کہیں
check-waiting = یہ دوسرے افسر کا منتظر ہے، جسے ہر صفحے پر بتایا جاتا ہے۔ یہ ایک دن منتظر رہتا ہے؛ اس کے بعد دوبارہ لکھیں۔
check-for-reader = آپ دوسرے افسر ہیں۔ جو کہا گیا ہے اور بائٹس پڑھیں۔ آپ کے دستخط سے اس کا مصنف اسے بھیج سکتا ہے؛ آپ کچھ نہیں بھیجتے۔
check-sign = میں نے جانچ لیا: ساتھ دستخط کریں
check-why = کیوں نہیں
check-return = واپس بھیجیں
js-check = آپ کے رکن کی کوئی چیز آپ کی جانچ کی منتظر ہے۔
js-check-open = پڑھیں
js-checked = جانچ لیا گیا، اور { $key } نے ساتھ دستخط کیے۔ اب بھیجیں۔
js-check-returned = واپس بھیجا گیا: { $why }
js-check-gone = یہ اب منتظر نہیں: ایک دن گزر گیا یا نوڈ نئے سرے سے چلا۔ دوبارہ لکھیں۔
js-check-signed = ساتھ دستخط ہو گئے۔ اس کا مصنف اب اسے بھیج سکتا ہے۔
js-check-sent-back = واپس بھیج دیا گیا۔

## What a time stamp shows

stamp-found-valid = درست
stamp-found-wrong-imprint = غلط نقش: دوسرے مواد کا
stamp-found-untrusted-signer = غیر معتبر دستخط کنندہ
stamp-found-bad-signature = دستخط غلط
stamp-found-malformed = بگڑا ہوا
stamp-found-not-granted = عطا نہیں ہوا
stamp-found-expired = میعاد ختم
stamp-found-wrong-usage = کسی اور استعمال کی سند
stamp-found-unsupported = ایسی قسم جو یہاں جانچی نہیں جاتی
stamp-found-not-checked = جانچی نہیں گئیں
