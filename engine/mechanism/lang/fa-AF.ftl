## Pages of the whole mechanism

mechanism-home = صفحهٔ اصلی
mechanism-home-title = وضعیت ثبت
mechanism-areas = بخش‌ها
mechanism-visitors = اعضا پس از ورود همه چیز را خوانده می‌توانند. هیچ چیز دیگر دفتر عمومی نیست.
mechanism-state = دفتر وقایع
mechanism-size = ثبت‌ها
mechanism-behind = ثبت‌هایی که هنوز گواهی نشده‌اند
mechanism-cosigned = آخرین نشان تأیید را چه کسی هم‌امضا کرده است
mechanism-witness = گواه
mechanism-when = زمان
mechanism-halted = این برنامه از دفتر کهنه‌تر است: ثبت { $index } ({ $kind }) را خوانده نمی‌تواند. همه چیز پیش از آن را نشان می‌دهد. از مسئول سیستم خود نسخهٔ جدید بخواهید.
mechanism-log = دفتر وقایع
mechanism-log-about = هر ثبت: چه کسی امضا کرده، چه می‌گوید، و آیا به حساب می‌آید.
mechanism-log-title = همهٔ ثبت‌های دفتر، تازه‌ترین نخست
mechanism-log-caption = ثبت‌ها
mechanism-index = ثبت
mechanism-placed = زمان ثبت
mechanism-kind = چه
mechanism-author = توسط
mechanism-verdict = حالت
mechanism-entry-title = ثبت { $index } دفتر
mechanism-statement = چه می‌گوید
mechanism-unreadable = این برنامه متن آن را خوانده نمی‌تواند:
mechanism-facts = جایگاه آن
mechanism-id = شناسه
mechanism-said-at = ساعت گوینده
mechanism-clock-ahead = این ساعت از ساعت دفتر پیش بود.
mechanism-key = امضاشده با
mechanism-seq = شماره در میان اعمال گوینده
mechanism-prev = عمل پیشین گوینده
mechanism-first-act = هیچ: نخستین عمل گوینده است
mechanism-seen = گوینده دیده بود
mechanism-seen-log = دفتر با { $size } ثبت، ریشه { $root }
mechanism-cosigners = همچنین امضاشده با
mechanism-root-of = کلید ریشهٔ { $member }
mechanism-payload = عین بایت‌هایی که امضا شد
mechanism-envelope = پاکت با امضاهایش
mechanism-review = آنچه را امضا می‌کنید مرور کنید
mechanism-no-such-form = چنین فورمه‌ای نیست.

## Why an act does not count, whatever it says

act-no-charter = دفتر هنوز منشور ندارد، پس چیز دیگری گفته نمی‌شود.
act-other-mechanism = این برای سازوکار دیگری، { $mechanism }، امضا شده بود.
act-out-of-order = این عمل بعدی این کلید نیست: شمارهٔ آن باید { $expected } باشد.
act-seen-the-future = گوینده ادعا دارد { $size } ثبت دیده، بیش از آنچه دفتر دارد.
act-clock-went-back = زمان آن پیش از { $before }، زمان ثبت قبلی، است.
act-malformed = خوانده نمی‌شود: { $what }
act-release-too-old = این برنامه برای خواندن آن بسیار کهنه است.
mechanism-attempts = کنش‌های باطل دربارهٔ این مدخل
mechanism-attempts-hint = هر یک با دلیلش در ثبت است و به حساب نمی‌آید.
mechanism-attempts-earlier = و { $n } مورد پیشین
