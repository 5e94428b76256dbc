## The frame around every page

frame-skip = İçeriğe geç
frame-visitor = Oturum açılmadı.
frame-sign-in = Oturum aç
frame-sign-out = Oturumu kapat
frame-officer = { $office }, { $member }
frame-languages = Dil
frame-areas = Alanlar
frame-as-of = { $at } itibarıyla
frame-log = Kayıt defteri: { $size } kayıt.
frame-witnessed = { $size } kayda kadar tanıklık eden: { $names }, { $at }.
frame-unwitnessed = Henüz tanıklık edilmedi.
frame-draft-translation = Taslak çeviri: bu ifadeler henüz bir uzman tarafından gözden geçirilmedi. Fark varsa imzalanan metin geçerlidir.
frame-fictional = Kurgusal: taraflar, kişiler ve metinler bu yazılımı sınamak için uydurulmuştur.
frame-waiting = Burada sizi bekleyenler
frame-glossary = Terimler
frame-checkpoint = Denetim noktası
frame-noscript = JavaScript olmadan bütün sayfaları okuyabilir ve bütün formları doldurabilirsiniz. İmzalamak ve kanıtları tarayıcıda doğrulamak için JavaScript gerekir.
key-expires-soon = Anahtarınızın süresi { $span } sonra, { $date } tarihinde dolacak. O zamana kadar anahtar yöneticinizden yenisini isteyin.
key-expired = Anahtarınızın süresi { $date } tarihinde doldu. Anahtar yöneticinizden yenisini isteyin; her şeyi okumaya devam edebilirsiniz.

## How a page was computed

computed-title = Bu sayfa nasıl hesaplandı
computed-size = Okunan kayıt sayısı
computed-tree = Kayıt defterinin kökü
computed-state = Durumun kökü
computed-ruleset = Kural kümesi
computed-as-of = Geçerlilik anı
computed-command = Yeniden hesaplamak için
computed-copy = { $copy }, kayıt defterinin sizdeki kopyasıdır; { $export } ile yapılır
print-checkpoint = { $size } kayıtlık defter, kök { $root }, okunma { $at }

## States

state-recorded = Kaydedildi, henüz tanıklık edilmedi
state-witnessed = { $names } tanıklık etti, { $at }
state-void = Hükümsüz: { $reason }
state-due = Kalan süre: { $span }
state-overdue = Gecikme: { $span }
state-says = Beyan edilen an: { $at }
none-recorded = Kayıt yok.

## Tables and forms

table-scrolls = Tablo, dar ekranlarda yana kayar
pager-label = Bu listenin bölümleri
pager-newer = Daha yeni
pager-older = Daha eski
pager-shown = { $from }–{ $to } arası, toplam { $total }
form-problems =
    { $n ->
        [one] Bir alana bakmanız gerekiyor
       *[other] { $n } alana bakmanız gerekiyor
    }

## Signing

review-title = İmzalayacağınız metni gözden geçirin
review-office = İmzalayan makam
review-key = Anahtar
review-key-expires = geçerlilik sonu { $date }
review-consequences = Sonuçları
review-permanent = Bu işlem silinemez. Daha sonraki bir işlemle düzeltilebilir.
review-bytes = İmzalayacağınız baytların tamamı
review-bytes-note =
    { $n ->
        [one] Bir bayt
       *[other] { $n } bayt
    }, türü { $type }. Tarayıcınız yalnızca bunları imzalar.
review-back = Değiştirmek için geri dön
refused-before = Yürürlükteki kurallara göre bu işlem kaydedilir, ancak geçerli sayılmaz:
refused-code = Kuralın kodu:
sign-noscript = İmzalamak için JavaScript gerekir, çünkü anahtarınız bu tarayıcıdan hiç çıkmaz.
sign-in-title = Görev anahtarıyla giriş yapın
enrol-title = Bu tarayıcıda bir anahtar oluşturun
sign-in-how = Adına hareket ettiğiniz makamı seçin. Tarayıcınız onun anahtarıyla bir soruyu imzalar; parola gönderilmez.
enrol-how = Bu işlem, bu tarayıcıda kalan bir anahtar üretir. Aşağıdaki açık talebi anahtar yöneticinize iletin; anahtara yetkiyi kayıt defterinde o verir.
enrol-label = Makamın adı
enrol-label-hint = Örneğin: Nöbetçi subay, Taraf A. Kişi adı yazmayın.
enrol-make = Anahtar üret

## The proof mark

proof-title = Kanıt
proof-record = Kayıt { $index }, { $id }
proof-not-yet = Henüz doğrulanmadı.
proof-check = Bu tarayıcıda doğrula
proof-download = Kanıtı indir
proof-leaf = Kaydı indir
proof-noscript = Burada doğrulamak için JavaScript gerekir. İndirilen kanıt bu site olmadan da doğrulanabilir: tasdiq check-proof.

## Comparing drafts

compare-findings = Bulgular
compare-strip = Taslağın tamamı, madde madde
compare-clause = Madde { $label }
compare-kept = aynı
compare-moved = taşındı
compare-changed = değişti
compare-omitted = çıkarıldı
compare-added = eklendi
compare-not-in = { $draft } metninde yok.
compare-finding = Bulgu { $n }
compare-rule = Kural
compare-weaker = Daha zayıf.
compare-weaker-for = Şunun için daha zayıf: { $whom }.
compare-stronger = Daha güçlü.
compare-stronger-for = Şunun için daha güçlü: { $whom }.
compare-unclear = Daha zayıf mı yoksa daha güçlü mü olduğu söylenemez.
compare-uncertain = İnsanların karar vereceği eşleşmeler
compare-uncertain-note = Bu maddeler birbirinin karşılığı olabilir. Karşılaştırma bunu ileri sürmez.

## What the scripts say

js-checking = Bu tarayıcıda doğrulanıyor …
js-verified = Bu tarayıcıda doğrulandı: ortak imza { $names }, { $at }.
js-failed = Doğrulanamadı. { $why }
js-not-witnessed = Kaydedildi, henüz tanıklık edilmedi: doğrulanacak bir kanıt henüz yok.
js-step-entry = Kaydın baytlarının kimliği { $id }.
js-step-signature = İmzalayan anahtar { $key }.
js-step-included = { $size } kayıtlık defterde { $index } numaralı kayıttır.
js-step-log = Bu denetim noktasını { $origin } defteri imzaladı.
js-step-cosigned = { $name } ortak imza verdi, { $at }.
js-step-quorum = Ortak imzalar, politikanın { $quorum } yeter sayısını karşılıyor.
js-no-key = { $key } anahtarı bu tarayıcıda yok. Anahtarın bulunduğu tarayıcı veya cihazla imzalayın.
js-no-keys = Bu tarayıcıda bu mekanizmaya ait anahtar yok. Oturum bağlantınızı açın veya bir anahtar üretin.
js-no-ed25519 = Bu tarayıcı Ed25519 ile imzalayamıyor. Güncel bir Firefox, Chrome, Edge veya Safari kullanın.
js-not-these-bytes = Sayfa, imzalanacak baytlarla uyuşmuyor. Hiçbir şey imzalanmadı. Geri dönüp yeniden deneyin; tekrarlanırsa anahtar yöneticinize bildirin.
js-signing = İmzalanıyor …
js-recorded = { $index } numaralı kayıt olarak kaydedildi. Arabulucuların tanıklığı bekleniyor …
js-witnessed = Tanıklık edildi: { $index } numaralı kayıt, arabulucuların ortak imzaladığı bir denetim noktasında.
js-refused = Kaydedilmedi. { $why }
js-no-answer = Sunucu yanıt vermedi. İmzaladığınız metin bu tarayıcıda duruyor: yeniden gönderin; aynı işlem iki kez kaydedilmez.
js-download = Kanıtı indir
js-continue = Devam et
js-sign-in-as = { $label } olarak oturum aç
js-key-imported = { $label } anahtarı artık bu tarayıcıda.
js-key-bad = Bağlantıda geçerli bir anahtar yok. Yenisini isteyin.
js-enrolled = Anahtar üretildi. Bu talebi iletin; bu tarayıcıyı kullanmayı sürdürün.
js-new-entries = Defterdeki yeni kayıt sayısı: { $n }.
js-reload = Göster
js-local = saatiniz: { $clock }
js-offline = Sunucuyla bağlantı yok. Sayfa en son alınanları gösteriyor.
js-draft-kept = Siz imzalayana kadar bu tarayıcıda saklanır.

## Why the host did not take something

problem-busy = Kayıt defteri şu anda alabileceğinden fazla istek alıyor. Aynı işlemi birkaç saniye sonra yeniden gönderin.
problem-too-fast = Bu anahtar kısa sürede çok sayıda işlem gönderdi. Biraz bekleyip aynı işlemi yeniden gönderin.
problem-no-standing = Anahtar burada yürürlükte değil: yetki verilmemiş, süresi dolmuş veya geri alınmış. Anahtar yöneticinize danışın.
problem-sign-in-first = Oturumunuz artık açık değil. Oturum açıp bu sayfaya dönün.
problem-sign-in-refused = Oturum açma kabul edilmedi. Sayfayı yeniden yükleyip yeni soruyu imzalayın.
problem-signed-twice = Bu anahtar aynı numarayla iki farklı işlem imzaladı. İkisi de delil olarak saklanır. Anahtar yöneticinize bildirin.
problem-out-of-order = Bu sayfa hazırlandıktan sonra aynı anahtarla başka bir işlem imzalandı. Geri dönüp işlemi yeniden gözden geçirin.
problem-seen-unknown = İşlem, bu defterin hiç imzalamadığı bir duruma atıf yapıyor. Bu sayfayı saklayın ve bütün üyelere bildirin.
problem-future-dated = İmzalayan cihazın saati ileri. Saati ayarlayıp işlemi yeniden gözden geçirin.
problem-bad-signature = İmza geçerli değil. İşlemi yeniden gözden geçirin; tekrarlanırsa anahtar yöneticinize bildirin.
problem-replica = Bu düğüm yalnızca okur. Defterin sunucusunda imzalayın.
problem-store-unreadable = Sunucu kayıtlarını okuyamadı. Sorun sunucu tarafındadır; hiçbir şey değişmedi.
problem-other = Sunucu kabul etmedi.

## Why a proof does not hold

why-form = Kanıt, olması gereken biçimde değil.
why-policy = Politika, olması gereken biçimde değil.
why-entry = Baytlar bu kayda ait değil.
why-signature = Kayıttaki bir imza geçerli değil.
why-inclusion = Kayıt, defterde kanıtın belirttiği yerde değil.
why-log = Defterin kendi imzası geçerli değil.
why-cosignature = Bir arabulucunun veya tarafın ortak imzası geçerli değil.
why-quorum = Ortak imzalar politika için yeterli değil.
why-fetch = Sunucu, doğrulama için gerekenleri göndermedi.
why-browser = Bu tarayıcı doğrulamayı yapamıyor.

## When there is no page to show

trouble-not-here = Bu adreste bir sayfa yok.
trouble-not-here-now = Adresi denetleyin veya alanlar listesinden başlayın.
trouble-sign-in = Bu sayfa, oturum açmış üyeler içindir.
trouble-sign-in-now = Makamınızın anahtarıyla oturum açın.
trouble-not-yours = Makamınızın bu sayfayı okuma yetkisi yok.
trouble-not-yours-now = Olması gerekiyorsa üyenizin anahtar yöneticisine danışın.
trouble-our-side = Sunucu bu sayfayı oluşturamadı.
trouble-our-side-now = Sorun sunucu tarafındadır. İmzaladığınız hiçbir şey kaybolmadı. Bir dakika sonra yeniden deneyin.
trouble-busy = Sunucu şu anda alabileceğinden fazla istek alıyor.
trouble-busy-now = Hiçbir şey kaydedilmedi. Aynısını birkaç saniye sonra yeniden gönderin.

## Moments and durations

comma = ,
moment-instant = { $date }, { $clock }
duration-seconds = { $n } saniye
duration-minutes = { $n } dakika
duration-hours = { $n } saat
duration-days = { $n } gün
duration-pair = { $large } { $small }
month-1 = Ocak
month-2 = Şubat
month-3 = Mart
month-4 = Nisan
month-5 = Mayıs
month-6 = Haziran
month-7 = Temmuz
month-8 = Ağustos
month-9 = Eylül
month-10 = Ekim
month-11 = Kasım
month-12 = Aralık
solar-month-1 = Hamel
solar-month-2 = Sevr
solar-month-3 = Cevza
solar-month-4 = Seretan
solar-month-5 = Esed
solar-month-6 = Sünbüle
solar-month-7 = Mizan
solar-month-8 = Akrep
solar-month-9 = Kavs
solar-month-10 = Cedi
solar-month-11 = Delv
solar-month-12 = Hut

## Glossary: one term for one thing

glossary-title = Terimler: her şey için tek terim
glossary-term = Terim
glossary-means = Anlamı
term-act = işlem
term-act-means = Bir üyenin kayıt defterinde söylediği, makamlarından birinin anahtarıyla imzalanmış söz.
term-log = kayıt defteri
term-log-means = Bütün işlemlerin sıralı tek listesi. Hiç kimse bir kaydı fark edilmeden değiştiremez veya silemez.
term-entry = kayıt
term-entry-means = Kayıt defterindeki yeriyle bir işlem.
term-checkpoint = denetim noktası
term-checkpoint-means = Defterin ne kadar uzun olduğunu ve ne içerdiğini bildiren imzalı beyan.
term-recorded = kaydedildi
term-recorded-means = Sunucunun kayıt defterinde yer alıyor.
term-witnessed = tanıklık edildi
term-witnessed-means = Yeterli sayıda arabulucu ve tarafın ortak imzaladığı bir denetim noktasında yer alıyor.
term-void = hükümsüz
term-void-means = Kaydedildi, ancak bir kural gereği sonuç doğurmuyor.
term-proof = kanıt
term-proof-means = Bir kaydın defterde olduğunu ve kimlerin tanıklık ettiğini bu site olmadan gösteren küçük dosya.
term-party = taraf
term-party-means = Anlaşmanın iki tarafından biri.
term-mediator = arabulucu
term-mediator-means = Her iki tarafın kabul ettiği tarafsız üye.
term-office = makam
term-office-means = Bir üyenin görevi; anahtarlar kişiye değil makama aittir.
term-clause = madde
term-clause-means = Bir taslağın numaralı bir parçası.
term-position = tutum
term-position-means = Bir üyenin, bir maddenin tam sözleri hakkında söylediği.
term-finding = bulgu
term-finding-means = Bir karşılaştırmanın veya arabulucunun, sözler ya da olgular hakkında gerekçesiyle belirttiği husus.

## Fields of forms

form-none = yok
form-hint-instant = UTC, örneğin 2025-11-07 14:00
form-cannot-read = Bu okunamıyor; ipucuna bakın.
form-needed = Bu gerekli.
form-yes = evet
form-no = hayır
form-to-review = Gözden geçirmeye devam et

## What scripts say

script-upload-sending = Gönderiliyor
script-upload-done = Gönderildi; imzalayacağınız metinde anılacak.
script-upload-resumed = Hat kesildi; kaldığı yerden sürüyor.
script-upload-too-large = Dosya 40 MB'tan büyük.
script-upload-no-recipients = Mühürlenmesi gerekenlerden biri henüz mühürleme anahtarı bildirmedi.
script-body-missing = Bu gerekli:
script-body-sealed = Bu tarayıcıda mühürlendi ve gönderildi. Alttaki form onu anıyor; oradan sürdürün.
script-body-changed = Bu, mühürlendikten sonra değişti. Yeniden mühürleyin.
sealing-begin = Önce mühürlenmiş metinle başla
sealing-one-a-line = Her satıra bir tane.
sealing-seal = Mühürle ve formda an
script-upload-no-key = Anahtarınız bu tarayıcıda değil.
script-upload-failed = Gönderilemedi.
script-seal-broken = Mühürlü yük değiştirilmiş ya da yanlış yapılmış.
script-seal-not-for-this-browser = Bu tarayıcıdaki anahtara mühürlenmemiş.
script-seal-opened-here = Bu tarayıcıda açıldı:
script-body-open-first = Önce başvuruyu açın: yanıtın kime mühürleneceğini o söyler.
script-body-receipt = Mühürlendi ve gönderildi. Başvurana bu alındıyı verin; yalnız şimdi gösterilir:
script-body-petitioned = Arabulucuların bürosunda. Bu alındıyı yazın; kimse onu yeniden gösteremez. Onunla durumu görür, yanıtı okursunuz:
sealing-send = Arabuluculara mühürle ve gönder

## What a picture leaves behind

script-photo-too-long = Dosya 20 MB’tan büyük. Resmi küçültün.
script-photo-unknown = Bu bir JPEG, PNG ya da WebP resmi değil. Önce bunlardan biri olarak kaydedin.
script-photo-animated = Resim hareketli. Tek durağan resim alınır.
script-photo-damaged = Resim bozuk ya da yarım.
script-photo-too-large = Resmin bir kenarı 12.000 pikselden uzun. Küçültün.
script-photo-left = Bunlar bırakılacak:
script-photo-nothing = Dosyada piksellerden başka bir şey yok.
script-photo-taken = Bu tarayıcıda mühürlendi ve gönderildi. Alttaki form onu anıyor.
sealing-removed-place = çekildiği yer
sealing-removed-time = çekildiği ya da değiştiği zaman:
sealing-removed-device = çeken aygıt:
sealing-removed-editing = değiştiren programlar:
sealing-removed-thumbnail = içindeki küçük resim; kesilen yeri gösterebilir
sealing-removed-exif = EXIF verileri
sealing-removed-xmp = XMP verileri
sealing-removed-iptc = IPTC verileri
sealing-removed-profile = renk profili
sealing-removed-text = yorumlar ya da metinler
sealing-removed-credentials = içerik kimliği: yalnız asıl için geçerli
sealing-removed-trailing = sonundan sonra gizli baytlar:
sealing-removed-size = pikseller, çünkü şundan küçültüldü:

## What scripts say of the hotline

js-flash = Acil hatta YILDIRIM ileti
js-flash-open = Aç
js-exercise = TATBİKAT
js-mute = Sustur
js-muted = burada susturuldu
js-line-dead = HAT ÖLÜ: bu düğümden 45 saniyedir ses yok. Başka bir yol kullanın ve sayfayı yenileyin.

## Voice notes

script-voice-record = Sesli not kaydet
script-voice-stop = Durdur ve ekle
script-voice-recording = kaydediliyor …
script-voice-none = Bu tarayıcı ses kaydetmiyor.
script-voice-refused = Tarayıcının mikrofon izni yok.
js-ring = Birisi bir görüşmede bekliyor.
js-ring-open = Görüşmeyi aç

## The check before sending

check-needed = Tüzük burada ikinci bir görevli ister: üyenizin başka bir görevlisi bu baytları okur ve gönderilmeden önce yanınızda imzalar.
check-ask = Denetim iste
check-waiting = İkinci bir görevliyi bekliyor; ona her sayfada bildirilir. Bir gün bekler; sonra yeniden yazın.
check-for-reader = İkinci görevli sizsiniz. Söyleneni ve baytları okuyun. İmzalarsanız yazarı gönderebilir; siz bir şey göndermezsiniz.
check-sign = Denetledim: yanına imzala
check-why = Neden olmaz
check-return = Geri gönder
js-check = Üyenizin bir şeyi denetiminizi bekliyor.
js-check-open = Oku
js-checked = Denetlendi ve { $key } yanına imzaladı. Şimdi gönderin.
js-check-returned = Geri gönderildi: { $why }
js-check-gone = Artık beklemiyor: bir gün geçti ya da düğüm yeniden başladı. Yeniden yazın.
js-check-signed = Yanına imzalandı. Yazarı şimdi gönderebilir.
js-check-sent-back = Geri gönderildi.

## What a time stamp shows

stamp-found-valid = geçerli
stamp-found-wrong-imprint = yanlış iz: başka baytlara ait
stamp-found-untrusted-signer = güvenilmeyen imzacı
stamp-found-bad-signature = bozuk imza
stamp-found-malformed = bozuk biçim
stamp-found-not-granted = verilmemiş
stamp-found-expired = süresi dolmuş
stamp-found-wrong-usage = başka kullanıma ait sertifika
stamp-found-unsupported = burada denetlenmeyen bir tür
stamp-found-not-checked = denetlenmedi
