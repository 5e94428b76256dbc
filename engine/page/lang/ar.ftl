## The frame around every page

frame-skip = انتقل إلى المحتوى
frame-visitor = لم تسجّل الدخول.
frame-sign-in = تسجيل الدخول
frame-sign-out = تسجيل الخروج
frame-officer = { $office }، { $member }
frame-languages = اللغة
frame-areas = المجالات
frame-as-of = بتاريخ { $at }
frame-log = السجل: عدد القيود { $size }.
frame-witnessed = شهد عليه حتى القيد { $size }: { $names }، { $at }.
frame-unwitnessed = لم يُشهد عليه بعد.
frame-draft-translation = مسودة ترجمة: لم يراجع هذه العبارات مختص بعد. عند الاختلاف يُعتد بالنص الموقّع.
frame-fictional = محتوى خيالي: الأطراف والأشخاص والنصوص مختلقة لاختبار هذا البرنامج.
frame-waiting = ما ينتظرك هنا
frame-glossary = المصطلحات
frame-checkpoint = نقطة التحقق
frame-noscript = يمكنك دون جافاسكربت قراءة كل صفحة وتعبئة كل نموذج. أما التوقيع والتحقق من الإثباتات في المتصفح فيحتاجان إليها.
key-expires-soon = تنتهي صلاحية مفتاحك في { $date } (الوقت المتبقي: { $span }). اطلب مفتاحًا جديدًا من مسؤول المفاتيح قبل ذلك.
key-expired = انتهت صلاحية مفتاحك في { $date }. اطلب مفتاحًا جديدًا من مسؤول المفاتيح؛ ولا يزال بإمكانك قراءة كل شيء.

## How a page was computed

computed-title = كيف حُسبت هذه الصفحة
computed-size = القيود المقروءة
computed-tree = جذر السجل
computed-state = جذر الحالة
computed-ruleset = مجموعة القواعد
computed-as-of = اللحظة المرجعية
computed-command = لإعادة الحساب
computed-copy = { $copy } هي نسختكم الخاصة من السجل، تُصنع بالأمر { $export }
print-checkpoint = سجل عدد قيوده { $size }، الجذر { $root }، قُرئ { $at }

## States

state-recorded = مُسجَّل، لم يُشهد عليه بعد
state-witnessed = شهد عليه { $names }، { $at }
state-void = لاغٍ: { $reason }
state-due = الوقت المتبقي: { $span }
state-overdue = التأخر: { $span }
state-says = الوقت المصرَّح به: { $at }
none-recorded = لا قيود.

## Tables and forms

table-scrolls = جدول يتحرك جانبيًا على الشاشات الضيقة
pager-label = أجزاء هذه القائمة
pager-newer = الأحدث
pager-older = الأقدم
pager-shown = من { $from } إلى { $to }، المجموع { $total }
form-problems =
    { $n ->
        [one] حقل واحد يحتاج إلى انتباهك
        [two] حقلان يحتاجان إلى انتباهك
        [few] { $n } حقول تحتاج إلى انتباهك
        [many] { $n } حقلًا يحتاج إلى انتباهك
       *[other] { $n } حقل يحتاج إلى انتباهك
    }

## Signing

review-title = راجع ما ستوقّعه
review-office = توقّع بصفة
review-key = بالمفتاح
review-key-expires = صالح حتى { $date }
review-consequences = ما يترتب على ذلك
review-permanent = لا يمكن حذف هذا. ويمكن تصحيحه بفعل لاحق.
review-bytes = البايتات التي ستوقّعها بعينها
review-bytes-note =
    { $n ->
        [one] بايت واحد
        [two] بايتان
        [few] { $n } بايتات
        [many] { $n } بايتًا
       *[other] { $n } بايت
    } من النوع { $type }. يوقّع متصفحك هذه وحدها.
review-back = العودة للتعديل
refused-before = وفق القواعد السارية سيُسجَّل هذا، لكنه لن يُحتسب:
refused-code = رمز القاعدة:
sign-noscript = يحتاج التوقيع إلى جافاسكربت، لأن مفتاحك لا يغادر هذا المتصفح أبدًا.
sign-in-title = تسجيل الدخول بمفتاح الوظيفة
enrol-title = أنشئ مفتاحًا في هذا المتصفح
sign-in-how = اختر المنصب الذي تعمل باسمه. يوقّع متصفحك سؤالًا بمفتاح المنصب، ولا تُرسل أي كلمة مرور.
enrol-how = يُنشأ هنا مفتاح يبقى في هذا المتصفح. سلّم الطلب العلني أدناه إلى مسؤول المفاتيح، وهو يمنح المفتاح صلاحيته في السجل.
enrol-label = اسم المنصب
enrol-label-hint = مثلًا: الضابط المناوب، الطرف أ. دون أسماء شخصية.
enrol-make = أنشئ مفتاحًا

## The proof mark

proof-title = الإثبات
proof-record = القيد { $index }، { $id }
proof-not-yet = لم يُتحقق منه بعد.
proof-check = تحقّق في هذا المتصفح
proof-download = نزّل الإثبات
proof-leaf = نزّل القيد
proof-noscript = يحتاج التحقق هنا إلى جافاسكربت. ويمكن التحقق من الإثبات المنزَّل دون هذا الموقع: tasdiq check-proof.

## Comparing drafts

compare-findings = النتائج
compare-strip = المسودة كاملة، بندًا بندًا
compare-clause = البند { $label }
compare-kept = باقٍ
compare-moved = منقول
compare-changed = معدَّل
compare-omitted = محذوف
compare-added = مضاف
compare-not-in = غير وارد في { $draft }.
compare-finding = النتيجة { $n }
compare-rule = القاعدة
compare-weaker = أضعف.
compare-weaker-for = أضعف بالنسبة إلى { $whom }.
compare-stronger = أقوى.
compare-stronger-for = أقوى بالنسبة إلى { $whom }.
compare-unclear = لا يمكن القول إن كان ذلك أضعف أم أقوى.
compare-uncertain = ما يقرره البشر
compare-uncertain-note = قد تتقابل هذه البنود. والمقارنة لا تجزم بذلك.

## What the scripts say

js-checking = جارٍ التحقق في هذا المتصفح …
js-verified = تم التحقق في هذا المتصفح: شارك في التوقيع { $names }، { $at }.
js-failed = لم يثبت. { $why }
js-not-witnessed = مُسجَّل، لم يُشهد عليه بعد: لا إثبات للتحقق منه حتى الآن.
js-step-entry = معرّف بايتات القيد هو { $id }.
js-step-signature = وقّعه { $key }.
js-step-included = هو القيد { $index } في السجل الذي عدد قيوده { $size }.
js-step-log = وقّع السجل { $origin } نقطة التحقق هذه.
js-step-cosigned = شارك { $name } في التوقيع عليها، { $at }.
js-step-quorum = تستوفي التوقيعات المشاركة نصاب السياسة { $quorum }.
js-no-key = المفتاح { $key } ليس في هذا المتصفح. وقّع من المتصفح أو الجهاز الذي يحمله.
js-no-keys = ليس في هذا المتصفح مفتاح لهذه الآلية. افتح رابط الدخول الخاص بك أو أنشئ مفتاحًا.
js-no-ed25519 = لا يستطيع هذا المتصفح التوقيع بخوارزمية Ed25519. استخدم إصدارًا حديثًا من Firefox أو Chrome أو Edge أو Safari.
js-not-these-bytes = الصفحة لا تطابق البايتات المراد توقيعها. لم يُوقَّع شيء. عُد وحاول مجددًا؛ وإن تكرر ذلك فأبلغ مسؤول المفاتيح.
js-signing = جارٍ التوقيع …
js-recorded = سُجِّل بوصفه القيد { $index }. بانتظار شهادة الوسطاء …
js-witnessed = شُهد عليه: القيد { $index } في نقطة تحقق شارك الوسطاء في توقيعها.
js-refused = لم يُسجَّل. { $why }
js-no-answer = لم يُجب المضيف. ما وقّعته محفوظ في هذا المتصفح: أرسله مجددًا؛ لا يُسجَّل الفعل نفسه مرتين أبدًا.
js-download = نزّل الإثبات
js-continue = متابعة
js-sign-in-as = الدخول بصفة { $label }
js-key-imported = هذا المتصفح يحمل الآن مفتاح { $label }.
js-key-bad = لا يحمل الرابط مفتاحًا صالحًا. اطلب رابطًا جديدًا.
js-enrolled = أُنشئ المفتاح. سلّم هذا الطلب وواصل استخدام هذا المتصفح.
js-new-entries = قيود جديدة في السجل: { $n }.
js-reload = اعرضها
js-local = ساعتك: { $clock }
js-offline = لا اتصال بالمضيف. تعرض الصفحة آخر ما وصل.
js-draft-kept = محفوظ في هذا المتصفح إلى أن توقّع.

## Why the host did not take something

problem-busy = لدى السجل الآن عمل أكثر مما يستطيع. أرسل الفعل نفسه مجددًا بعد ثوانٍ.
problem-too-fast = أرسل هذا المفتاح أفعالًا كثيرة في وقت قصير. انتظر قليلًا ثم أرسل الفعل نفسه مجددًا.
problem-no-standing = المفتاح غير سارٍ هنا: لم يُمنح أو انتهت صلاحيته أو سُحب. اسأل مسؤول المفاتيح.
problem-sign-in-first = لم تعد مسجّل الدخول. سجّل الدخول ثم عُد إلى هذه الصفحة.
problem-sign-in-refused = لم يُقبل تسجيل الدخول. أعد تحميل الصفحة ووقّع السؤال الجديد.
problem-signed-twice = وقّع هذا المفتاح فعلين مختلفين تحت رقم واحد. كلاهما محفوظ دليلًا. أبلغ مسؤول المفاتيح.
problem-out-of-order = وُقّع فعل آخر بهذا المفتاح بعد إعداد هذه الصفحة. عُد وراجع هذا الفعل مجددًا.
problem-seen-unknown = يشير الفعل إلى حالة لم يوقّعها هذا السجل قط. احتفظ بهذه الصفحة وأبلغ جميع الأعضاء.
problem-future-dated = ساعة جهاز التوقيع متقدمة. اضبطها وراجع الفعل مجددًا.
problem-bad-signature = التوقيع لا يصح. راجع الفعل مجددًا؛ وإن تكرر ذلك فأبلغ مسؤول المفاتيح.
problem-replica = هذه العقدة للقراءة فقط. وقّع لدى مضيف السجل.
problem-store-unreadable = لم يتمكن المضيف من قراءة سجلاته. السبب من جهته؛ ولم يتغير شيء.
problem-other = لم يقبله المضيف.

## Why a proof does not hold

why-form = الإثبات ليس بالصيغة المطلوبة.
why-policy = السياسة ليست بالصيغة المطلوبة.
why-entry = هذه البايتات ليست لهذا القيد.
why-signature = أحد التوقيعات على القيد لا يصح.
why-inclusion = القيد ليس في السجل حيث يقول الإثبات.
why-log = توقيع السجل نفسه لا يصح.
why-cosignature = توقيع مشارك لوسيط أو طرف لا يصح.
why-quorum = التوقيعات المشاركة لا تكفي بموجب السياسة.
why-fetch = لم يرسل المضيف ما يلزم للتحقق.
why-browser = لا يستطيع هذا المتصفح إجراء التحقق.

## When there is no page to show

trouble-not-here = لا توجد صفحة في هذا العنوان.
trouble-not-here-now = تحقق من العنوان، أو ابدأ من قائمة المجالات.
trouble-sign-in = هذه الصفحة للأعضاء الذين سجّلوا الدخول.
trouble-sign-in-now = سجّل الدخول بمفتاح منصبك.
trouble-not-yours = لا يملك منصبك صلاحية قراءة هذه الصفحة.
trouble-not-yours-now = إن كان ينبغي أن يملكها فاسأل مسؤول المفاتيح لدى عضوك.
trouble-our-side = لم يتمكن المضيف من إعداد هذه الصفحة.
trouble-our-side-now = السبب من جهة المضيف. لم يضع شيء مما وقّعته. حاول مجددًا بعد دقيقة.
trouble-busy = لدى المضيف الآن عمل أكثر مما يستطيع.
trouble-busy-now = لم يُسجَّل شيء. أرسل الشيء نفسه مجددًا بعد ثوانٍ.

## Moments and durations

comma = ،
moment-instant = { $date }، { $clock }
duration-seconds =
    { $n ->
        [one] ثانية واحدة
        [two] ثانيتان
        [few] { $n } ثوانٍ
       *[other] { $n } ثانية
    }
duration-minutes =
    { $n ->
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $n } دقائق
       *[other] { $n } دقيقة
    }
duration-hours =
    { $n ->
        [one] ساعة واحدة
        [two] ساعتان
        [few] { $n } ساعات
       *[other] { $n } ساعة
    }
duration-days =
    { $n ->
        [one] يوم واحد
        [two] يومان
        [few] { $n } أيام
        [many] { $n } يومًا
       *[other] { $n } يوم
    }
duration-pair = { $large } و{ $small }
month-1 = يناير
month-2 = فبراير
month-3 = مارس
month-4 = أبريل
month-5 = مايو
month-6 = يونيو
month-7 = يوليو
month-8 = أغسطس
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر
solar-month-1 = الحمل
solar-month-2 = الثور
solar-month-3 = الجوزاء
solar-month-4 = السرطان
solar-month-5 = الأسد
solar-month-6 = السنبلة
solar-month-7 = الميزان
solar-month-8 = العقرب
solar-month-9 = القوس
solar-month-10 = الجدي
solar-month-11 = الدلو
solar-month-12 = الحوت

## Glossary: one term for one thing

glossary-title = المصطلحات: مصطلح واحد لكل شيء
glossary-term = المصطلح
glossary-means = معناه
term-act = فعل
term-act-means = ما يقوله عضو في السجل موقّعًا بمفتاح أحد مناصبه.
term-log = السجل
term-log-means = القائمة الوحيدة المرتبة لجميع الأفعال. لا يستطيع أحد تغيير قيد أو حذفه دون أن يلاحظ الجميع.
term-entry = قيد
term-entry-means = فعل في موضعه من السجل.
term-checkpoint = نقطة التحقق
term-checkpoint-means = بيان موقّع بطول السجل وبما فيه.
term-recorded = مُسجَّل
term-recorded-means = موجود في سجل المضيف.
term-witnessed = مشهود عليه
term-witnessed-means = موجود في نقطة تحقق شارك في توقيعها عدد كافٍ من الوسطاء والأطراف.
term-void = لاغٍ
term-void-means = مُسجَّل، لكنه بلا أثر بموجب قاعدة.
term-proof = إثبات
term-proof-means = ملف صغير يبيّن، دون هذا الموقع، أن القيد في السجل ومن شهد عليه.
term-party = طرف
term-party-means = أحد طرفي الاتفاق.
term-mediator = وسيط
term-mediator-means = عضو محايد قبله الطرفان.
term-office = منصب
term-office-means = وظيفة لدى عضو؛ المفاتيح للمنصب لا للشخص.
term-clause = بند
term-clause-means = جزء مرقّم من مسودة.
term-position = موقف
term-position-means = ما يقوله عضو في ألفاظ بند بعينها.
term-finding = نتيجة
term-finding-means = ما تقرره مقارنة أو وسيط بشأن ألفاظ أو وقائع، مع سببه.

## Fields of forms

form-none = لا شيء
form-hint-instant = بتوقيت UTC، مثلاً 2025-11-07 14:00
form-cannot-read = لا يمكن قراءة هذا؛ انظر الإرشاد.
form-needed = هذا لازم.
form-yes = نعم
form-no = لا
form-to-review = المتابعة إلى المراجعة

## What scripts say

script-upload-sending = جارٍ الإرسال
script-upload-done = أُرسلت؛ وستُسمى فيما توقّعه.
script-upload-resumed = انقطع الخط؛ يُستأنف من حيث توقف.
script-upload-too-large = الملف أكبر من 40 MB.
script-upload-no-recipients = أحد من يجب أن يُختم لهم لم يعلن مفتاح ختم بعد.
script-body-missing = هذا مطلوب:
script-body-sealed = خُتم في هذا المتصفح وأُرسل. الاستمارة أدناه تسميه؛ تابع هناك.
script-body-changed = تغيّر هذا بعد ختمه. اختمه من جديد.
sealing-begin = ابدأ بما خُتم من قبل
sealing-one-a-line = واحد في كل سطر.
sealing-seal = اختمه وسمّه في الاستمارة
script-upload-no-key = مفتاحك ليس في هذا المتصفح.
script-upload-failed = تعذر الإرسال.
script-seal-broken = غُيّرت الحمولة المختومة أو صُنعت خطأ.
script-seal-not-for-this-browser = ليس مختومًا بمفتاح هذا المتصفح.
script-seal-opened-here = فُتح في هذا المتصفح:
script-body-open-first = افتح الالتماس أولًا: فهو يذكر لمن يُختم الرد.
script-body-receipt = خُتم وأُرسل. أعطِ صاحب الالتماس هذا الإيصال؛ لا يظهر إلا الآن:
script-body-petitioned = وصل إلى مكتب الوسطاء. اكتب هذا الإيصال؛ لا أحد يستطيع إظهاره ثانية. به ترى حال الالتماس وتقرأ الرد:
sealing-send = اختمه للوسطاء وأرسله

## What a picture leaves behind

script-photo-too-long = الملف أكبر من 20 MB. صغّر الصورة.
script-photo-unknown = هذه ليست صورة JPEG أو PNG أو WebP. احفظها بإحدى هذه الصيغ أولًا.
script-photo-animated = الصورة متحركة. تُقبل صورة ثابتة واحدة.
script-photo-damaged = الصورة تالفة أو ناقصة.
script-photo-too-large = أحد أضلاع الصورة يزيد على 12,000 بكسل. صغّرها.
script-photo-left = سيُترك ما يلي:
script-photo-nothing = ليس في الملف غير البكسلات.
script-photo-taken = خُتمت في هذا المتصفح وأُرسلت. الاستمارة أدناه تسميها.
sealing-removed-place = مكان التقاطها
sealing-removed-time = زمن التقاطها أو تغييرها:
sealing-removed-device = الجهاز:
sealing-removed-editing = برامج غيّرتها:
sealing-removed-thumbnail = صورة صغيرة بداخلها قد تُظهر ما اقتُطع
sealing-removed-exif = بيانات EXIF
sealing-removed-xmp = بيانات XMP
sealing-removed-iptc = بيانات IPTC
sealing-removed-profile = ملف ألوان
sealing-removed-text = تعليقات أو نصوص
sealing-removed-credentials = شهادات المحتوى: تسري على الأصل وحده
sealing-removed-trailing = بايتات مخفية بعد نهايتها:
sealing-removed-size = بكسلات، إذ صُغّرت من

## What scripts say of the hotline

js-flash = رسالة ومضة على الخط الساخن
js-flash-open = افتحها
js-exercise = تمرين
js-mute = أسكته
js-muted = أُسكت هنا
js-line-dead = الخط ميت: لم يُسمع شيء من هذه العقدة منذ 45 ثانية. استخدم طريقًا آخر وأعد تحميل الصفحة.

## Voice notes

script-voice-record = سجّل ملاحظة صوتية
script-voice-stop = أوقف وأرفق
script-voice-recording = جارٍ التسجيل …
script-voice-none = هذا المتصفح لا يسجل الصوت.
script-voice-refused = لا يُسمح للمتصفح باستخدام الميكروفون.
js-ring = هناك من ينتظر في مكالمة.
js-ring-open = افتح المكالمة

## The check before sending

check-needed = يطلب الميثاق هنا ضابطًا ثانيًا: يقرأ ضابط آخر من عضوكم هذه البايتات ويوقّع إلى جانبك قبل إرسالها.
check-ask = اطلب التدقيق
check-waiting = ينتظر ضابطًا ثانيًا يُبلَّغ في كل صفحة. ينتظر يومًا، ثم يُكتب من جديد.
check-for-reader = أنت الضابط الثاني. اقرأ ما قيل والبايتات. إن وقّعت أمكن كاتبه أن يرسله؛ وأنت لا ترسل شيئًا.
check-sign = دقّقته: وقّع إلى جانبه
check-why = لماذا لا
check-return = أعِده
js-check = شيء من عضوكم ينتظر تدقيقك.
js-check-open = اقرأه
js-checked = دُقِّق ووقّع إلى جانبه { $key }. أرسله الآن.
js-check-returned = أُعيد: { $why }
js-check-gone = لم يعد ينتظر: مضى يوم أو أُعيد تشغيل العقدة. اكتبه من جديد.
js-check-signed = وُقّع إلى جانبه. يستطيع كاتبه إرساله الآن.
js-check-sent-back = أُعيد.

## What a time stamp shows

stamp-found-valid = صحيح
stamp-found-wrong-imprint = بصمة خاطئة: لبايتات أخرى
stamp-found-untrusted-signer = موقّع غير موثوق
stamp-found-bad-signature = توقيع خاطئ
stamp-found-malformed = مشوّه
stamp-found-not-granted = لم يُمنح
stamp-found-expired = منتهي الصلاحية
stamp-found-wrong-usage = شهادة لاستعمال آخر
stamp-found-unsupported = من نوع لا يُفحص هنا
stamp-found-not-checked = لم يُفحص
