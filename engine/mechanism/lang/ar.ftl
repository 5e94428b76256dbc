## Pages of the whole mechanism

mechanism-home = الرئيسية
mechanism-home-title = حالة السجل
mechanism-areas = الأقسام
mechanism-visitors = يستطيع الأعضاء قراءة كل شيء بعد تسجيل الدخول. ولا شيء آخر من السجل علني.
mechanism-state = السجل
mechanism-size = القيود
mechanism-behind = قيود لم يُشهد عليها بعد
mechanism-cosigned = من شارك في توقيع آخر نقطة تحقق
mechanism-witness = الشاهد
mechanism-when = متى
mechanism-halted = هذا البرنامج أقدم من السجل: لا يستطيع قراءة القيد { $index } ({ $kind }). وهو يعرض كل ما قبله. اطلب من مشغّل نظامك إصداراً أحدث.
mechanism-log = السجل
mechanism-log-about = كل قيد: من وقّعه، وماذا يقول، وهل يُعتدّ به.
mechanism-log-title = جميع قيود السجل، الأحدث أولاً
mechanism-log-caption = القيود
mechanism-index = القيد
mechanism-placed = وقت القيد
mechanism-kind = ماذا
mechanism-author = من
mechanism-verdict = الحالة
mechanism-entry-title = القيد { $index } من السجل
mechanism-statement = ماذا يقول
mechanism-unreadable = لا يستطيع هذا البرنامج قراءة مضمونه:
mechanism-facts = موضعه
mechanism-id = المعرّف
mechanism-said-at = ساعة القائل
mechanism-clock-ahead = كانت هذه الساعة متقدمة على ساعة السجل.
mechanism-key = المفتاح الموقِّع
mechanism-seq = رقمه بين أفعال القائل
mechanism-prev = الفعل السابق للقائل
mechanism-first-act = لا يوجد: هذا أول فعل للقائل
mechanism-seen = ما كان القائل قد رآه
mechanism-seen-log = سجل من { $size } قيداً، جذره { $root }
mechanism-cosigners = وُقّع أيضاً بالمفاتيح
mechanism-root-of = مفتاح جذري لدى { $member }
mechanism-payload = البايتات التي وُقّعت بعينها
mechanism-envelope = المظروف مع توقيعاته
mechanism-review = راجع ما ستوقّعه
mechanism-no-such-form = لا يوجد نموذج كهذا.

## Why an act does not count, whatever it says

act-no-charter = ليس في السجل ميثاق بعد، فلا يمكن قول شيء آخر.
act-other-mechanism = وُقّع هذا لآلية أخرى هي { $mechanism }.
act-out-of-order = ليس هذا الفعل التالي للمفتاح: كان ينبغي أن يكون رقمه { $expected }.
act-seen-the-future = يدّعي القائل أنه رأى { $size } قيداً، وهو أكثر مما في السجل.
act-clock-went-back = وقته قبل { $before }، وهو وقت القيد الذي سبقه.
act-malformed = لا يمكن قراءته: { $what }
act-release-too-old = هذا البرنامج أقدم من أن يقرأه.
mechanism-attempts = أعمال باطلة بشأن هذا القيد
mechanism-attempts-hint = كلٌّ منها في السجل مع سببه ولا يُعتد به.
mechanism-attempts-earlier = و{ $n } قبلها
