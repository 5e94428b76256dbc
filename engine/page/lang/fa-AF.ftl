## The frame around every page

frame-skip = رفتن به متن
frame-visitor = شما داخل نشده‌اید.
frame-sign-in = ورود
frame-sign-out = خروج
frame-officer = { $office }، { $member }
frame-languages = زبان
frame-areas = بخش‌ها
frame-as-of = تا { $at }
frame-log = دفتر ثبت: { $size } ثبت.
frame-witnessed = گواهی تا ثبت { $size }: { $names }، { $at }.
frame-unwitnessed = هنوز گواهی نشده است.
frame-draft-translation = ترجمهٔ مسوده: هیچ متخصصی هنوز این کلمات را بازبینی نکرده است. در صورت تفاوت، متن امضاشده معتبر است.
frame-fictional = ساختگی: طرف‌ها، اشخاص و متن‌ها برای آزمایش این برنامه ساخته شده‌اند.
frame-waiting = آنچه این‌جا منتظر شماست
frame-glossary = اصطلاحات
frame-checkpoint = نقطهٔ کنترول
frame-noscript = بدون جاوااسکریپت می‌توانید همهٔ صفحه‌ها را بخوانید و همهٔ فورمه‌ها را خانه‌پری کنید. امضا کردن و بررسی سند در مرورگر به آن ضرورت دارد.
key-expires-soon = اعتبار کلید شما { $span } بعد، در { $date } ختم می‌شود. پیش از آن از مسئول کلیدها کلید جدید بخواهید.
key-expired = اعتبار کلید شما در { $date } ختم شد. از مسئول کلیدها کلید جدید بخواهید؛ هنوز همه چیز را خوانده می‌توانید.

## How a page was computed

computed-title = این صفحه چگونه محاسبه شد
computed-size = ثبت‌های خوانده‌شده
computed-tree = ریشهٔ دفتر ثبت
computed-state = ریشهٔ حالت
computed-ruleset = مجموعهٔ قواعد
computed-as-of = تا لحظهٔ
computed-command = برای محاسبهٔ دوباره
computed-copy = { $copy } نسخهٔ خود شما از دفتر ثبت است که با { $export } ساخته می‌شود
print-checkpoint = دفتر با { $size } ثبت، ریشه { $root }، خوانده‌شده { $at }

## States

state-recorded = ثبت شد، هنوز گواهی نشده
state-witnessed = گواهی: { $names }، { $at }
state-void = بی‌اثر: { $reason }
state-due = وقت باقی‌مانده: { $span }
state-overdue = تأخیر: { $span }
state-says = زمان اظهارشده: { $at }
none-recorded = هیچ ثبتی نیست.

## Tables and forms

table-scrolls = جدول، در صفحهٔ کم‌عرض به پهلو حرکت می‌کند
pager-label = بخش‌های این فهرست
pager-newer = جدیدتر
pager-older = قدیمی‌تر
pager-shown = از { $from } تا { $to }، مجموع { $total }
form-problems =
    { $n ->
        [one] یک خانه به توجه شما ضرورت دارد
       *[other] { $n } خانه به توجه شما ضرورت دارد
    }

## Signing

review-title = آنچه را امضا می‌کنید بازبینی کنید
review-office = شما امضا می‌کنید به حیث
review-key = با کلید
review-key-expires = معتبر تا { $date }
review-consequences = نتایج این کار
review-permanent = این حذف شده نمی‌تواند. با یک عمل بعدی اصلاح شده می‌تواند.
review-bytes = عین بایت‌هایی که امضا می‌کنید
review-bytes-note =
    { $n ->
        [one] یک بایت
       *[other] { $n } بایت
    } از نوع { $type }. مرورگر شما تنها همین‌ها را امضا می‌کند.
review-back = بازگشت برای تغییر
refused-before = مطابق قواعد نافذ، این ثبت می‌شود اما به حساب نمی‌آید:
refused-code = کود قاعده:
sign-noscript = امضا کردن به جاوااسکریپت ضرورت دارد، چون کلید شما هرگز از این مرورگر بیرون نمی‌رود.
sign-in-title = ورود با کلید وظیفه
enrol-title = ساختن کلید در این مرورگر
sign-in-how = مقامی را که به نمایندگی آن کار می‌کنید انتخاب کنید. مرورگر شما با کلید آن یک پرسش را امضا می‌کند؛ هیچ رمزی فرستاده نمی‌شود.
enrol-how = این‌جا کلیدی ساخته می‌شود که در همین مرورگر می‌ماند. درخواست علنی زیر را به مسئول کلیدها بدهید؛ او در دفتر ثبت به کلید صلاحیت می‌دهد.
enrol-label = نام مقام
enrol-label-hint = به گونهٔ مثال: افسر نوکری‌وال، طرف الف. نام شخصی ننویسید.
enrol-make = ساختن کلید

## The proof mark

proof-title = سند اثبات
proof-record = ثبت { $index }، { $id }
proof-not-yet = هنوز بررسی نشده است.
proof-check = بررسی در این مرورگر
proof-download = دریافت سند اثبات
proof-leaf = دریافت ثبت
proof-noscript = بررسی در این‌جا به جاوااسکریپت ضرورت دارد. سند دریافت‌شده بدون این سایت نیز بررسی شده می‌تواند: tasdiq check-proof.

## Comparing drafts

compare-findings = یافته‌ها
compare-strip = تمام مسوده، ماده به ماده
compare-clause = مادهٔ { $label }
compare-kept = بدون تغییر
compare-moved = جابه‌جا شده
compare-changed = تغییر کرده
compare-omitted = حذف شده
compare-added = افزوده شده
compare-not-in = در { $draft } نیست.
compare-finding = یافتهٔ { $n }
compare-rule = قاعده
compare-weaker = ضعیف‌تر.
compare-weaker-for = برای { $whom } ضعیف‌تر.
compare-stronger = قوی‌تر.
compare-stronger-for = برای { $whom } قوی‌تر.
compare-unclear = نمی‌توان گفت که ضعیف‌تر است یا قوی‌تر.
compare-uncertain = آنچه انسان‌ها فیصله می‌کنند
compare-uncertain-note = شاید این ماده‌ها با هم مطابقت داشته باشند. مقایسه چنین ادعایی ندارد.

## What the scripts say

js-checking = در این مرورگر بررسی می‌شود …
js-verified = در این مرورگر تصدیق شد: امضای مشترک { $names }، { $at }.
js-failed = تصدیق نشد. { $why }
js-not-witnessed = ثبت شد، هنوز گواهی نشده: هنوز سندی برای بررسی نیست.
js-step-entry = شناسهٔ بایت‌های این ثبت { $id } است.
js-step-signature = با { $key } امضا شده است.
js-step-included = این ثبت { $index } در دفتر با { $size } ثبت است.
js-step-log = دفتر { $origin } این نقطهٔ کنترول را امضا کرده است.
js-step-cosigned = { $name } در { $at } امضای مشترک کرده است.
js-step-quorum = امضاهای مشترک نصاب { $quorum } را پوره می‌کند.
js-no-key = کلید { $key } در این مرورگر نیست. با مرورگر یا دستگاهی که آن را دارد امضا کنید.
js-no-keys = در این مرورگر کلیدی برای این میکانیزم نیست. لینک ورود خود را باز کنید یا کلید بسازید.
js-no-ed25519 = این مرورگر با Ed25519 امضا کرده نمی‌تواند. از نسخهٔ جدید Firefox، Chrome، Edge یا Safari کار بگیرید.
js-not-these-bytes = صفحه با بایت‌هایی که باید امضا شود مطابقت ندارد. هیچ چیزی امضا نشد. بازگردید و دوباره کوشش کنید؛ اگر تکرار شد به مسئول کلیدها خبر دهید.
js-signing = امضا جریان دارد …
js-recorded = به حیث ثبت { $index } درج شد. انتظار گواهی میانجی‌ها …
js-witnessed = گواهی شد: ثبت { $index } در نقطهٔ کنترولی است که میانجی‌ها امضای مشترک کرده‌اند.
js-refused = ثبت نشد. { $why }
js-no-answer = میزبان جواب نداد. آنچه امضا کردید در این مرورگر محفوظ است: دوباره بفرستید؛ یک عمل هرگز دو بار ثبت نمی‌شود.
js-download = دریافت سند اثبات
js-continue = ادامه
js-sign-in-as = ورود به حیث { $label }
js-key-imported = کلید { $label } اکنون در این مرورگر است.
js-key-bad = لینک کلید معتبر ندارد. لینک جدید بخواهید.
js-enrolled = کلید ساخته شد. این درخواست را تسلیم دهید؛ همین مرورگر را نگه دارید.
js-new-entries = ثبت‌های جدید در دفتر: { $n }.
js-reload = نشان دادن
js-local = ساعت شما: { $clock }
js-offline = ارتباط با میزبان نیست. صفحه آخرین معلومات رسیده را نشان می‌دهد.
js-draft-kept = تا زمان امضا در این مرورگر محفوظ است.

## Why the host did not take something

problem-busy = دفتر ثبت اکنون بیشتر از توان خود کار دارد. همین عمل را چند ثانیه بعد دوباره بفرستید.
problem-too-fast = این کلید در وقت کم اعمال زیاد فرستاده است. کمی صبر کنید، بعد همین عمل را بفرستید.
problem-no-standing = این کلید این‌جا نافذ نیست: داده نشده، یا وقتش ختم شده، یا پس گرفته شده است. از مسئول کلیدها بپرسید.
problem-sign-in-first = شما دیگر داخل نیستید. داخل شوید، بعد به این صفحه برگردید.
problem-sign-in-refused = ورود قبول نشد. صفحه را دوباره باز کنید و پرسش جدید را امضا کنید.
problem-signed-twice = این کلید زیر یک شماره دو عمل متفاوت را امضا کرده است. هر دو به حیث مدرک نگهداری می‌شود. به مسئول کلیدها خبر دهید.
problem-out-of-order = بعد از ساخته شدن این صفحه با همین کلید عمل دیگری امضا شده است. بازگردید و این عمل را دوباره بازبینی کنید.
problem-seen-unknown = این عمل به حالتی اشاره می‌کند که این دفتر هرگز امضا نکرده است. این صفحه را نگه دارید و به همهٔ اعضا خبر دهید.
problem-future-dated = ساعت دستگاه امضاکننده پیش است. آن را درست کنید و عمل را دوباره بازبینی کنید.
problem-bad-signature = امضا درست نیست. عمل را دوباره بازبینی کنید؛ اگر تکرار شد به مسئول کلیدها خبر دهید.
problem-replica = این گره تنها می‌خواند. در میزبان دفتر امضا کنید.
problem-store-unreadable = میزبان ثبت‌های خود را خوانده نتوانست. علت از طرف اوست؛ چیزی تغییر نکرد.
problem-other = میزبان آن را نپذیرفت.

## Why a proof does not hold

why-form = سند اثبات به شکلی که باید باشد نیست.
why-policy = پالیسی به شکلی که باید باشد نیست.
why-entry = این بایت‌ها از این ثبت نیست.
why-signature = یک امضای این ثبت درست نیست.
why-inclusion = ثبت در دفتر در جایی نیست که سند می‌گوید.
why-log = امضای خود دفتر درست نیست.
why-cosignature = امضای مشترک یک میانجی یا طرف درست نیست.
why-quorum = امضاهای مشترک برای پالیسی کافی نیست.
why-fetch = میزبان آنچه را برای بررسی لازم است نفرستاد.
why-browser = این مرورگر بررسی کرده نمی‌تواند.

## When there is no page to show

trouble-not-here = در این آدرس صفحه‌ای نیست.
trouble-not-here-now = آدرس را ببینید، یا از فهرست بخش‌ها شروع کنید.
trouble-sign-in = این صفحه برای اعضایی است که داخل شده‌اند.
trouble-sign-in-now = با کلید مقام خود داخل شوید.
trouble-not-yours = مقام شما صلاحیت خواندن این صفحه را ندارد.
trouble-not-yours-now = اگر باید داشته باشد، از مسئول کلیدهای عضو خود بپرسید.
trouble-our-side = میزبان این صفحه را ساخته نتوانست.
trouble-our-side-now = علت از طرف میزبان است. آنچه امضا کرده‌اید گم نشده است. یک دقیقه بعد دوباره کوشش کنید.
trouble-busy = میزبان اکنون بیشتر از توان خود کار دارد.
trouble-busy-now = چیزی ثبت نشد. همین را چند ثانیه بعد دوباره بفرستید.

## Moments and durations

comma = ،
moment-instant = { $date }، { $clock }
duration-seconds = { $n } ثانیه
duration-minutes = { $n } دقیقه
duration-hours = { $n } ساعت
duration-days = { $n } روز
duration-pair = { $large } و { $small }
month-1 = جنوری
month-2 = فبروری
month-3 = مارچ
month-4 = اپریل
month-5 = می
month-6 = جون
month-7 = جولای
month-8 = اگست
month-9 = سپتمبر
month-10 = اکتوبر
month-11 = نومبر
month-12 = دسمبر
solar-month-1 = حمل
solar-month-2 = ثور
solar-month-3 = جوزا
solar-month-4 = سرطان
solar-month-5 = اسد
solar-month-6 = سنبله
solar-month-7 = میزان
solar-month-8 = عقرب
solar-month-9 = قوس
solar-month-10 = جدی
solar-month-11 = دلو
solar-month-12 = حوت

## Glossary: one term for one thing

glossary-title = اصطلاحات: برای هر چیز یک اصطلاح
glossary-term = اصطلاح
glossary-means = معنا
term-act = عمل
term-act-means = آنچه یک عضو در دفتر ثبت می‌گوید و با کلید یکی از مقام‌هایش امضا می‌کند.
term-log = دفتر ثبت
term-log-means = یگانه فهرست همهٔ اعمال به ترتیب. هیچ‌کس نمی‌تواند بدون آگاهی همه یک ثبت را تغییر دهد یا حذف کند.
term-entry = ثبت
term-entry-means = یک عمل در جای خود در دفتر.
term-checkpoint = نقطهٔ کنترول
term-checkpoint-means = بیان امضاشده از این‌که دفتر چقدر طول دارد و چه در آن است.
term-recorded = ثبت‌شده
term-recorded-means = در دفتر میزبان است.
term-witnessed = گواهی‌شده
term-witnessed-means = در نقطهٔ کنترولی است که به تعداد کافی میانجی‌ها و طرف‌ها امضای مشترک کرده‌اند.
term-void = بی‌اثر
term-void-means = ثبت شده، اما مطابق یک قاعده اثر ندارد.
term-proof = سند اثبات
term-proof-means = فایل کوچکی که بدون این سایت نشان می‌دهد یک ثبت در دفتر است و چه کسی گواهی کرده است.
term-party = طرف
term-party-means = یکی از دو طرف توافق‌نامه.
term-mediator = میانجی
term-mediator-means = عضو بی‌طرفی که هر دو طرف پذیرفته‌اند.
term-office = مقام
term-office-means = وظیفه‌ای نزد یک عضو؛ کلیدها از مقام است، نه از شخص.
term-clause = ماده
term-clause-means = یک بخش شماره‌دار مسوده.
term-position = موضع
term-position-means = آنچه یک عضو دربارهٔ عین کلمات یک ماده می‌گوید.
term-finding = یافته
term-finding-means = آنچه مقایسه یا میانجی دربارهٔ کلمات یا واقعیت‌ها با دلیل بیان می‌کند.

## Fields of forms

form-none = هیچ
form-hint-instant = UTC، مثلاً 2025-11-07 14:00
form-cannot-read = این خوانده نمی‌شود؛ راهنما را ببینید.
form-needed = این لازم است.
form-yes = بلی
form-no = نه
form-to-review = ادامه به مرور

## What scripts say

script-upload-sending = در حال فرستادن
script-upload-done = فرستاده شد؛ در آنچه امضا می‌کنید نام برده می‌شود.
script-upload-resumed = خط قطع شد؛ از همان‌جا ادامه می‌یابد.
script-upload-too-large = پرونده بزرگ‌تر از 40 MB است.
script-upload-no-recipients = یکی از کسانی که باید برایش مهر شود هنوز کلید مهر اعلام نکرده است.
script-body-missing = این لازم است:
script-body-sealed = در همین مرورگر مهر و فرستاده شد. فورم پایین نامش را می‌برد؛ همان‌جا ادامه دهید.
script-body-changed = این پس از مهر تغییر کرد. دوباره مهر کنید.
sealing-begin = از متن مهرشدهٔ پیشین آغاز کنید
sealing-one-a-line = در هر سطر یکی.
sealing-seal = مهر کنید و در فورم نام ببرید
script-upload-no-key = کلید شما در این مرورگر نیست.
script-upload-failed = فرستاده نشد.
script-seal-broken = محمولهٔ مهرشده تغییر یافته یا نادرست ساخته شده است.
script-seal-not-for-this-browser = به کلید این مرورگر مهر نشده است.
script-seal-opened-here = در این مرورگر باز شد:
script-body-open-first = نخست عریضه را باز کنید: آن می‌گوید پاسخ برای که مهر شود.
script-body-receipt = مهر و فرستاده شد. این رسید را به عارض بدهید؛ تنها اکنون نشان داده می‌شود:
script-body-petitioned = نزد دفتر میانجی‌هاست. این رسید را بنویسید؛ هیچ‌کس دوباره نشانش داده نمی‌تواند. با آن وضع را می‌بینید و پاسخ را می‌خوانید:
sealing-send = برای میانجی‌ها مهر کنید و بفرستید

## What a picture leaves behind

script-photo-too-long = پرونده بزرگ‌تر از 20 MB است. عکس را کوچک کنید.
script-photo-unknown = این عکس JPEG، PNG یا WebP نیست. نخست به یکی از این‌ها ذخیره کنید.
script-photo-animated = عکس متحرک است. یک عکس ثابت پذیرفته می‌شود.
script-photo-damaged = عکس خراب یا ناتمام است.
script-photo-too-large = یک ضلع عکس بیش از 12,000 پیکسل است. کوچک کنید.
script-photo-left = این رها می‌شود:
script-photo-nothing = در پرونده جز پیکسل چیزی نیست.
script-photo-taken = در همین مرورگر مهر و فرستاده شد. فورم پایین نامش را می‌برد.
sealing-removed-place = جای گرفتن
sealing-removed-time = زمان گرفتن یا تغییر:
sealing-removed-device = دستگاه:
sealing-removed-editing = برنامه‌هایی که تغییرش داده‌اند:
sealing-removed-thumbnail = عکس کوچک درون آن، که شاید بریده‌ها را نشان دهد
sealing-removed-exif = داده‌های EXIF
sealing-removed-xmp = داده‌های XMP
sealing-removed-iptc = داده‌های IPTC
sealing-removed-profile = پروفایل رنگ
sealing-removed-text = یادداشت‌ها یا متن‌ها
sealing-removed-credentials = گواهی محتوا: تنها برای اصل
sealing-removed-trailing = بایت‌های پنهان پس از پایان:
sealing-removed-size = پیکسل، چون کوچک شد از

## What scripts say of the hotline

js-flash = پیام فوری‌ترین روی خط مستقیم
js-flash-open = باز کنید
js-exercise = تمرین
js-mute = خاموش کنید
js-muted = این‌جا خاموش
js-line-dead = خط مرده است: ۴۵ ثانیه از این گره چیزی شنیده نشد. راه دیگری به کار برید و صفحه را دوباره باز کنید.

## Voice notes

script-voice-record = یادداشت صوتی ضبط کنید
script-voice-stop = متوقف و پیوست کنید
script-voice-recording = در حال ضبط …
script-voice-none = این مرورگر صدا ضبط نمی‌کند.
script-voice-refused = مرورگر اجازهٔ میکروفن ندارد.
js-ring = کسی در تماسی منتظر است.
js-ring-open = باز کردن تماس

## The check before sending

check-needed = منشور در این‌جا مأمور دوم می‌خواهد: مأمور دیگری از عضو شما این بایت‌ها را می‌خواند و پیش از فرستادن در کنار شما امضا می‌کند.
check-ask = درخواست بررسی
check-waiting = منتظر مأمور دوم است که در هر صفحه به او گفته می‌شود. یک روز منتظر می‌ماند؛ پس از آن دوباره بنویسید.
check-for-reader = شما مأمور دوم هستید. آنچه گفته شده و بایت‌ها را بخوانید. اگر امضا کنید، نویسنده می‌تواند بفرستد؛ شما چیزی نمی‌فرستید.
check-sign = بررسی کردم: در کنار امضا شود
check-why = چرا نه
check-return = بازگرداندن
js-check = چیزی از عضو شما منتظر بررسی شماست.
js-check-open = خواندن
js-checked = بررسی شد و { $key } در کنار آن امضا کرد. اکنون بفرستید.
js-check-returned = بازگردانده شد: { $why }
js-check-gone = دیگر منتظر نیست: یک روز گذشت یا گره از نو آغاز شد. دوباره بنویسید.
js-check-signed = در کنار امضا شد. نویسنده اکنون می‌تواند بفرستد.
js-check-sent-back = بازگردانده شد.

## What a time stamp shows

stamp-found-valid = درست
stamp-found-wrong-imprint = اثر نادرست: از بایت‌های دیگر
stamp-found-untrusted-signer = امضاکنندهٔ نامعتمد
stamp-found-bad-signature = امضای نادرست
stamp-found-malformed = بدساخت
stamp-found-not-granted = داده نشده
stamp-found-expired = منقضی
stamp-found-wrong-usage = گواهی برای کاربردی دیگر
stamp-found-unsupported = گونه‌ای که این‌جا بررسی نمی‌شود
stamp-found-not-checked = بررسی نشده
