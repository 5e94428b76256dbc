//! The watchlist in a real browser: a seal opened, an edition acknowledged, an objection taken back, a
//! petition read on a phone in Pashto.

use fantoccini::Locator;
use serde_json::json;

use super::stage;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listing_is_opened_an_edition_acknowledged_an_objection_taken_back() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    stage.sign_in("a.watchlist").await;
    stage.open("/watchlist?lang=en").await;
    let page = stage.see("main", "The edition that holds").await;
    assert!(!page.contains("Zarlakht"), "no name is in a page: {page}");
    stage.picture("watchlist").await;

    // Who it is about is inside the seal, and opens only where the key is.
    stage.click("main tbody a[href^='/watchlist/TSQ-']").await;
    stage.see("main", "Who it is about").await;
    stage.click("main dd a[data-open-seal]").await;
    let page = stage.see("main", "Opened in this browser").await;
    assert!(page.contains("Zarlakht Spinghar Wardagi"), "{page}");
    assert!(
        page.contains("A-17/1404"),
        "the proposer's case number, verbatim: {page}"
    );
    stage.picture("listing-opened").await;

    stage.open("/watchlist/editions").await;
    stage.see("main", "not acknowledged").await;
    stage
        .click("main tbody a[href^='/watchlist/editions/']")
        .await;
    stage.see("main", "Root").await;
    stage.picture("edition").await;
    stage.click("main a[href$='/acknowledge']").await;
    stage.sign_form().await;
    stage.open("/watchlist/editions").await;
    let first = "return document.querySelector('main tbody tr').innerText";
    let row = stage.script(first).await;
    assert!(
        row.as_str().unwrap().contains("Party A: acknowledged"),
        "{row}"
    );

    // The other side held one listing; it takes its objection back, and the listing is in force.
    stage.sign_in("b.watchlist").await;
    stage.open("/watchlist?lang=en").await;
    stage.see("main", "held").await;
    let held = "return [...document.querySelectorAll('main tbody tr')]\
                .find(row => row.innerText.includes('held')).querySelector('a').getAttribute('href')";
    let held = stage.script(held).await.as_str().unwrap().to_owned();
    stage.open(&format!("{held}/agree")).await;
    stage.sign_form().await;
    stage.open(&held).await;
    stage.see("main .lead", "in force").await;
    stage.client.clone().close().await.unwrap();
}

impl super::Stage {
    /// Types into a part of the body that is sealed in this browser.
    async fn part(&self, css: &str, value: &str) {
        let code = "const part = document.querySelector(`[data-body] ${arguments[0]}`); \
                    part.value = arguments[1]; part.dispatchEvent(new Event('input', { bubbles: true }))";
        let values = vec![json!(css), json!(value)];
        self.client.execute(code, values).await.unwrap();
    }
}

/// A listing is written, sealed and proposed, checked by a mediator and seconded by the other side,
/// with nothing but browsers; then its body is corrected, beginning with what was sealed before.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_listing_is_sealed_here_proposed_checked_seconded_and_corrected() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    stage.sign_in("a.watchlist").await;
    stage.open("/watchlist/propose?lang=en").await;
    stage
        .see("[data-body]:not([hidden])", "Who it is about")
        .await;
    stage.click("[data-seal-body]").await;
    stage
        .see(
            "[data-body] [data-result]",
            "This is needed: Your case number",
        )
        .await;
    stage.part("[data-part=case_number]", "A-88/1404").await;
    stage
        .part("[data-quality=primary]", "Sohrab Gharwal\nسهراب غروال")
        .await;
    stage.part("[data-part=fathers]", "Daud").await;
    stage.part("[data-part=births]", "1990-04-12").await;
    stage
        .part("[data-part=documents] [data-of=kind]", "passport")
        .await;
    stage
        .part("[data-part=documents] [data-of=number]", "XX1234567")
        .await;
    stage
        .part(
            "[data-part=summary][lang=en]",
            "An entry was refused. (Invented.)",
        )
        .await;
    stage.click("[data-seal-body]").await;
    stage
        .see(
            "[data-body] [data-result]",
            "Sealed in this browser and sent",
        )
        .await;
    // The picture is made anew here, and what its file said is shown before it is sealed.
    let file = stage.folder.path().join("portrait.jpg");
    std::fs::write(&file, tasdiq::demo::photograph()).unwrap();
    let input = Locator::Css("[data-photos] input[type=file]");
    let input = stage.client.find(input).await.unwrap();
    input.send_keys(file.to_str().unwrap()).await.unwrap();
    let left = stage
        .see("[data-photos] [data-removed]", "where it was taken")
        .await;
    assert!(
        left.contains("2025:11:07 14:02:11") && left.contains("EXIF"),
        "{left}"
    );
    stage.picture("photo-left-behind").await;
    stage.click("[data-take]:not([disabled])").await;
    stage
        .see(
            "[data-photos] [data-result]",
            "Sealed in this browser and sent",
        )
        .await;
    std::fs::write(&file, b"GIF89a").unwrap();
    input.send_keys(file.to_str().unwrap()).await.unwrap();
    stage
        .see("[data-photos] [data-result]", "no JPEG, PNG or WebP")
        .await;
    let identity = "return JSON.parse(document.querySelector('main form [name=identity]').value)";
    let said = json!({ "names": 2, "father": true, "birth": "day", "place": false, "documents": 1, "photos": 1 });
    assert_eq!(stage.script(identity).await, said);
    stage.picture("listing-sealed").await;
    let valid = "2099-01-01 00:00";
    for (name, value) in [
        ("subject", "person"),
        ("category", "b"),
        ("instrument", "Invented Entry Act"),
        ("authority", "Invented Court"),
        ("decided", "2025-10-01 00:00"),
        ("valid_until", valid),
    ] {
        stage.fill(name, value).await;
    }
    let soon = "const day = new Date(Date.now() + 60 * 864e5).toISOString(); \
                document.querySelector('main form [name=review_by]').value = day.slice(0, 16).replace('T', ' ')";
    stage.script(soon).await;
    let index = stage.sign_form().await;

    stage.open("/watchlist?lang=en").await;
    let newest = "return [...document.querySelectorAll(\"main a[href^='/watchlist/TSQ-']\")]\
                  .map(a => a.getAttribute('href')).filter((h, i, all) => all.indexOf(h) === i)";
    let all = stage.script(newest).await;
    let mut listing = String::new();
    for address in all.as_array().unwrap() {
        stage.open(address.as_str().unwrap()).await;
        let page = stage.see("main", "Legal basis").await;
        if page.contains("Invented Entry Act") {
            listing = address.as_str().unwrap().to_owned();
        }
    }
    assert!(!listing.is_empty(), "entry {index} made a listing");

    stage.sign_in("m1.mediation").await;
    stage.open(&format!("{listing}?lang=en")).await;
    stage.click("main dd a[data-open-seal]").await;
    let page = stage.see("main", "Opened in this browser").await;
    assert!(
        page.contains("سهراب غروال") && page.contains("A-88/1404"),
        "{page}"
    );
    stage.open(&format!("{listing}/check?lang=en")).await;
    stage.fill("outcome", "circulate").await;
    stage.fill("refugee", "clear").await;
    stage.sign_form().await;

    stage.sign_in("b.watchlist").await;
    stage.open(&format!("{listing}/second?lang=en")).await;
    stage.sign_form().await;
    stage.open(&format!("{listing}?lang=en")).await;
    stage.see("main .lead", "in force").await;

    stage.sign_in("a.watchlist").await;
    stage.open(&format!("{listing}/correct?lang=en")).await;
    stage.click("[data-begin]").await;
    stage
        .see("[data-body] [data-result]", "Opened in this browser")
        .await;
    let names = "return document.querySelector('[data-body] [data-quality=primary]').value";
    assert_eq!(
        stage.script(names).await,
        json!("Sohrab Gharwal\nسهراب غروال")
    );
    stage.part("[data-part=births]", "1990").await;
    stage.click("[data-seal-body]").await;
    stage
        .see(
            "[data-body] [data-result]",
            "Sealed in this browser and sent",
        )
        .await;
    stage.fill("because", "mistake").await;
    stage.sign_form().await;
    stage.open(&format!("{listing}?lang=en")).await;
    let page = stage.see("main", "Who it is about").await;
    assert!(page.contains("year"), "{page}");
    stage.client.clone().close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_petition_and_the_counts_are_read_on_a_phone_in_pashto() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    stage.sign_in("m2.mediation").await;
    stage.client.set_window_size(390, 844).await.unwrap();
    for page in [
        "/watchlist/petitions",
        "/watchlist/metrics",
        "/watchlist/screenings",
        "/watchlist",
    ] {
        stage.open(&format!("{page}?lang=ps")).await;
        stage.see("main h1", "").await;
        let told = stage
            .script(
                "return [document.documentElement.lang, document.documentElement.dir, \
                 document.querySelectorAll('main code.missing').length, \
                 document.documentElement.scrollWidth <= document.documentElement.clientWidth]",
            )
            .await;
        assert_eq!(told, json!(["ps", "rtl", 0, true]), "{page}");
        stage
            .picture(&format!("phone{}", page.replace('/', "-")))
            .await;
    }
    stage.open("/watchlist/petitions?lang=ps").await;
    let link = "return document.querySelector(\"main tbody a[href^='/watchlist/petitions/']\").getAttribute('href')";
    let link = stage.script(link).await.as_str().unwrap().to_owned();
    stage.open(&link).await;
    stage.click("main dd a[data-open-seal]").await;
    stage.see("main", "Please check").await;
    stage.client.clone().close().await.unwrap();
}

/// Somebody without an account petitions from a phone in Pashto; a mediator takes it in, opens it and
/// replies; the petitioner reads the reply with the receipt, and nobody else could.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_petition_from_a_phone_is_taken_in_and_its_reply_read_with_the_receipt() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    stage.client.set_window_size(390, 844).await.unwrap();
    stage.open("/?lang=ps").await;
    stage.click("main a[href='/appeal']").await;
    stage.see("[data-body]:not([hidden]) h2", "").await;
    let fits = "return [document.documentElement.dir, \
                document.querySelectorAll('main code.missing').length, \
                document.documentElement.scrollWidth <= document.documentElement.clientWidth]";
    assert_eq!(stage.script(fits).await, json!(["rtl", 0, true]));
    stage.picture("appeal-ps").await;
    stage.part("[data-part=names]", "زرلښت ازموینه").await;
    stage.part("[data-part=words]", "زه نه یم. (جوړ شوی)").await;
    stage
        .part("[data-part=contact]", "invented@example.org")
        .await;
    stage.part("[data-part=asks]", "access").await;
    stage.click("[data-seal-body]").await;
    let code = stage.see("[data-result] output.receipt", "-").await;
    assert_eq!(code.len(), 29, "{code}");
    stage.picture("appeal-sent-ps").await;
    let status = |text: &'static str| {
        let (stage, code) = (&stage, code.to_lowercase().replace('-', " "));
        async move {
            stage.open("/appeal/status?lang=en").await;
            stage.fill("receipt", &code).await;
            stage.click("main form button[type=submit]").await;
            stage.see("main [role=status]", text).await
        }
    };
    status("for the mediators to take it in").await;

    stage.client.set_window_size(1280, 1000).await.unwrap();
    stage.sign_in("m2.mediation").await;
    stage.open("/watchlist/petitions?lang=en").await;
    stage.click("main a[href*='waiting=']").await;
    stage.click("main a[data-open-seal]").await;
    let opened = stage.see("main", "Opened in this browser").await;
    assert!(opened.contains("زرلښت ازموینه"), "{opened}");
    stage.fill("kind", "access").await;
    stage.sign_form().await;
    status("PET-").await;

    stage.open("/watchlist/petitions?lang=en").await;
    let link = "return document.querySelector(\"main tbody a[href^='/watchlist/petitions/PET']\").getAttribute('href')";
    let petition = stage.script(link).await.as_str().unwrap().to_owned();
    stage.open(&format!("{petition}/answer?lang=en")).await;
    stage
        .part("[data-part=words]", "You are not listed. (Invented.)")
        .await;
    stage.click("[data-seal-body]").await;
    stage
        .see("[data-body] [data-result]", "Open the petition first")
        .await;
    stage.click("main a[data-open-seal]").await;
    stage.see("main", "Opened in this browser").await;
    stage.click("[data-seal-body]").await;
    stage
        .see(
            "[data-body] [data-result]",
            "Sealed in this browser and sent",
        )
        .await;
    stage.fill("answer", "not-listed").await;
    stage.sign_form().await;
    let told = status("You are not listed. (Invented.)").await;
    assert!(told.contains("PET-"), "{told}");
    stage.picture("appeal-answered").await;

    // A party may know that there is a petition, and opens neither it nor the reply.
    stage.sign_in("a.watchlist").await;
    stage.open(&format!("{petition}?lang=en")).await;
    stage.see("main", "Sealed reply").await;
    let links = "return document.querySelectorAll('main a[data-open-seal]').length";
    assert_eq!(stage.script(links).await, json!(0));
    stage.client.clone().close().await.unwrap();
}
