## Pages of the whole mechanism

mechanism-home = Ana sayfa
mechanism-home-title = Kaydın durumu
mechanism-areas = Alanlar
mechanism-visitors = Üyeler oturum açtıktan sonra her şeyi okuyabilir. Günlüğün başka hiçbir bölümü herkese açık değildir.
mechanism-state = Günlük
mechanism-size = Kayıtlar
mechanism-behind = Henüz tanıklanmamış kayıtlar
mechanism-cosigned = Son denetim noktasını kimler birlikte imzaladı
mechanism-witness = Tanık
mechanism-when = Ne zaman
mechanism-halted = Bu program günlükten eski: { $index } numaralı kaydı ({ $kind }) okuyamıyor. Ondan önceki her şeyi gösterir. Sistem sorumlunuzdan yeni sürümü isteyin.
mechanism-log = Günlük
mechanism-log-about = Her kayıt: kim imzaladı, ne diyor, geçerli mi.
mechanism-log-title = Günlükteki tüm kayıtlar, en yenisi başta
mechanism-log-caption = Kayıtlar
mechanism-index = Kayıt
mechanism-placed = Kayda alınma zamanı
mechanism-kind = Ne
mechanism-author = Kim
mechanism-verdict = Durum
mechanism-entry-title = Günlüğün { $index } numaralı kaydı
mechanism-statement = Ne diyor
mechanism-unreadable = Bu program içeriğini okuyamıyor:
mechanism-facts = Kayıttaki yeri
mechanism-id = Kimlik
mechanism-said-at = Söyleyenin saati
mechanism-clock-ahead = Bu saat günlüğün saatinden ilerideydi.
mechanism-key = İmzalayan anahtar
mechanism-seq = Söyleyenin işlemleri içindeki sıra
mechanism-prev = Söyleyenin önceki işlemi
mechanism-first-act = yok: söyleyenin ilk işlemi
mechanism-seen = Söyleyenin gördüğü
mechanism-seen-log = { $size } kayıtlık günlük, kök { $root }
mechanism-cosigners = Ayrıca imzalayan anahtarlar
mechanism-root-of = { $member } kök anahtarı
mechanism-payload = İmzalanan baytların aynısı
mechanism-envelope = İmzalarıyla birlikte zarf
mechanism-review = İmzalayacağınızı gözden geçirin
mechanism-no-such-form = Böyle bir form yok.

## Why an act does not count, whatever it says

act-no-charter = Günlükte henüz kuruluş belgesi yok, bu yüzden başka bir şey söylenemez.
act-other-mechanism = Bu, başka bir mekanizma ({ $mechanism }) için imzalandı.
act-out-of-order = Bu, anahtarın sıradaki işlemi değil: numarası { $expected } olmalıydı.
act-seen-the-future = Söyleyen { $size } kayıt gördüğünü öne sürüyor; günlükte o kadar yok.
act-clock-went-back = Zamanı, önceki kaydın zamanı olan { $before } öncesine düşüyor.
act-malformed = Okunamıyor: { $what }
act-release-too-old = Bu program onu okumak için fazla eski.
mechanism-attempts = Bu kayıt hakkında hükümsüz işlemler
mechanism-attempts-hint = Her biri gerekçesiyle kayıttadır ve hiçbir hükmü yoktur.
mechanism-attempts-earlier = ve daha önce { $n }
