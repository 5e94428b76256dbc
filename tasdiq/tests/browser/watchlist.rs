//! The watchlist in a real browser: a seal opened, an edition acknowledged, an objection taken back, a
//! petition read on a phone in Pashto.

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
