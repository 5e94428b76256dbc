## Pages of the whole mechanism

mechanism-home = آغاز
mechanism-home-title = ریکارڈ کی حالت
mechanism-areas = شعبے
mechanism-visitors = ارکان داخل ہونے کے بعد سب کچھ پڑھ سکتے ہیں۔ روزنامچے کا اور کوئی حصہ عام نہیں۔
mechanism-state = روزنامچہ
mechanism-size = اندراجات
mechanism-behind = اندراجات جن کی ابھی گواہی نہیں ہوئی
mechanism-cosigned = تازہ ترین نشانِ تصدیق پر کس نے مشترکہ دستخط کیے
mechanism-witness = گواہ
mechanism-when = کب
mechanism-halted = یہ پروگرام روزنامچے سے پرانا ہے: یہ اندراج { $index } ({ $kind }) نہیں پڑھ سکتا۔ اس سے پہلے کا سب کچھ دکھایا جا رہا ہے۔ اپنے نظام کے نگران سے نیا نسخہ مانگیں۔
mechanism-log = روزنامچہ
mechanism-log-about = ہر اندراج: کس نے دستخط کیے، کیا کہا، اور کیا وہ شمار ہوتا ہے۔
mechanism-log-title = روزنامچے کا ہر اندراج، تازہ ترین پہلے
mechanism-log-caption = اندراجات
mechanism-index = اندراج
mechanism-placed = درج ہونے کا وقت
mechanism-kind = کیا
mechanism-author = کس نے
mechanism-verdict = حالت
mechanism-entry-title = روزنامچے کا اندراج { $index }
mechanism-statement = اس میں کیا کہا گیا
mechanism-unreadable = یہ پروگرام اس کا مضمون نہیں پڑھ سکتا:
mechanism-facts = اس کا مقام
mechanism-id = شناخت
mechanism-said-at = کہنے والے کی گھڑی
mechanism-clock-ahead = یہ گھڑی روزنامچے کی گھڑی سے آگے تھی۔
mechanism-key = جس کلید سے دستخط ہوئے
mechanism-seq = اپنے اعمال میں نمبر
mechanism-prev = اس سے پہلے کا عمل
mechanism-first-act = کوئی نہیں: یہ پہلا عمل ہے
mechanism-seen = کہنے والے نے دیکھا تھا
mechanism-seen-log = { $size } اندراجات کا روزنامچہ، جڑ { $root }
mechanism-cosigners = ان کلیدوں سے بھی دستخط ہوئے
mechanism-root-of = { $member } کی بنیادی کلید
mechanism-payload = عین وہ بائٹس جن پر دستخط ہوئے
mechanism-envelope = دستخطوں سمیت لفافہ
mechanism-review = دستخط سے پہلے جائزہ لیں
mechanism-no-such-form = ایسا کوئی فارم نہیں۔

## Why an act does not count, whatever it says

act-no-charter = روزنامچے میں ابھی منشور نہیں، اس لیے کچھ اور نہیں کہا جا سکتا۔
act-other-mechanism = اس پر دستخط کسی دوسرے طریقۂ کار { $mechanism } کے لیے ہوئے تھے۔
act-out-of-order = یہ اس کلید کا اگلا عمل نہیں: اس کا نمبر { $expected } ہونا چاہیے۔
act-seen-the-future = کہنے والے کا دعویٰ ہے کہ اس نے { $size } اندراجات دیکھے، جو روزنامچے سے زیادہ ہیں۔
act-clock-went-back = اسے { $before } سے پہلے کا وقت دیا گیا، جو پچھلے اندراج کا وقت ہے۔
act-malformed = اسے پڑھا نہیں جا سکتا: { $what }
act-release-too-old = یہ پروگرام اسے پڑھنے کے لیے بہت پرانا ہے۔
mechanism-attempts = اس اندراج کے بارے میں بے اثر اقدامات
mechanism-attempts-hint = ہر ایک اپنی وجہ کے ساتھ لاگ میں ہے اور کچھ شمار نہیں ہوتا۔
mechanism-attempts-earlier = اور { $n } اس سے پہلے
