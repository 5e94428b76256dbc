## Pages of the whole mechanism

mechanism-home = کور پاڼه
mechanism-home-title = د ثبت حالت
mechanism-areas = برخې
mechanism-visitors = غړي له ننوتلو وروسته هر څه لوستلای شي. د کتاب بل هېڅ شی عام نه دی.
mechanism-state = د پېښو کتاب
mechanism-size = ثبتونه
mechanism-behind = هغه ثبتونه چې لا یې شاهدي نه ده شوې
mechanism-cosigned = پر وروستۍ تایید نښه چا ګډ لاسلیک کړی
mechanism-witness = شاهد
mechanism-when = کله
mechanism-halted = دا پروګرام له کتابه زوړ دی: { $index } ثبت ({ $kind }) نه شي لوستلای. تر هغه مخکې هر څه ښيي. د خپل سیستم له چلوونکي نوې نسخه وغواړئ.
mechanism-log = د پېښو کتاب
mechanism-log-about = هر ثبت: چا لاسلیک کړی، څه وایي، او که حسابېږي.
mechanism-log-title = د کتاب ټول ثبتونه، نوي لومړی
mechanism-log-caption = ثبتونه
mechanism-index = ثبت
mechanism-placed = د ثبت وخت
mechanism-kind = څه
mechanism-author = چا
mechanism-verdict = حالت
mechanism-entry-title = د کتاب { $index } ثبت
mechanism-statement = څه پکې ویل شوي
mechanism-unreadable = دا پروګرام یې منځپانګه نه شي لوستلای:
mechanism-facts = ځای یې
mechanism-id = پېژند
mechanism-said-at = د ویونکي ساعت
mechanism-clock-ahead = دا ساعت د کتاب تر ساعت مخکې و.
mechanism-key = په دې کیلي لاسلیک شوی
mechanism-seq = د ویونکي په کړنو کې شمېره
mechanism-prev = تر دې مخکې کړنه
mechanism-first-act = نشته: د ویونکي لومړۍ کړنه ده
mechanism-seen = ویونکي لیدلي وو
mechanism-seen-log = د { $size } ثبتونو کتاب، ریښه { $root }
mechanism-cosigners = په دې کیليو هم لاسلیک شوی
mechanism-root-of = د { $member } بنسټیزه کیلي
mechanism-payload = کټ مټ هغه بایټونه چې لاسلیک شول
mechanism-envelope = پوښ له لاسلیکونو سره
mechanism-review = هغه څه وګورئ چې لاسلیکوئ یې
mechanism-no-such-form = داسې فورمه نشته.

## Why an act does not count, whatever it says

act-no-charter = کتاب لا منشور نه لري، نو بل څه نه شي ویل کېدای.
act-other-mechanism = دا د بل میکانیزم { $mechanism } لپاره لاسلیک شوی و.
act-out-of-order = دا د کیلي بله کړنه نه ده: شمېره یې باید { $expected } وي.
act-seen-the-future = ویونکی وایي چې { $size } ثبتونه یې لیدلي، چې له کتابه زیات دي.
act-clock-went-back = د دې وخت تر { $before } مخکې دی، چې د مخکیني ثبت وخت دی.
act-malformed = نه شي لوستل کېدای: { $what }
act-release-too-old = دا پروګرام د دې د لوستلو لپاره ډېر زوړ دی.
mechanism-attempts = د دې ثبت په اړه بې اعتباره کړنې
mechanism-attempts-hint = هره یوه له خپل دلیل سره په لاګ کې ده او هېڅ نه شمېرل کېږي.
mechanism-attempts-earlier = او { $n } تر دې مخکې
