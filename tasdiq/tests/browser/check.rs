//! The check before sending, in two real browsers of one party: an officer composes, the deputy is told on
//! whatever page is open, sends it back once, signs beside the next, and the officer sends it.

use serde_json::json;

use super::beside::{press, seen};
use super::{Stage, stage};

/// Composes a message that needs a second officer, up to where it waits.
async fn compose(stage: &Stage, words: &str) {
    stage.open("/hotline/new/statement?lang=en").await;
    stage.fill("precedence", "priority").await;
    stage.fill("text", words).await;
    stage.click("main form button[type=submit]").await;
    stage
        .see("main", "The charter asks for a second officer here")
        .await;
    stage.click("[data-act]:not([disabled])").await;
    stage.see("main", "It waits for a second officer").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_message_is_sent_once_a_second_officer_has_signed_beside_it() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    let (_driver, deputy, _folder) = stage.beside("a.deputy").await;
    let (_other_driver, other, _other_folder) = stage.beside("b.duty").await;
    for client in [&deputy, &other] {
        let page = format!("{}/glossary?lang=en", stage.sign("host"));
        client.goto(&page).await.unwrap();
    }
    stage.sign_in("a.duty").await;
    compose(&stage, "The gate opens at nine.").await;

    seen(&deputy, "[data-to-check]", "waits for your check").await;
    press(&deputy, "[data-to-check] a").await;
    seen(&deputy, "main", "The gate opens at nine.").await;
    let fill = "document.querySelector('[data-why]').value = 'It opens at ten.'";
    deputy.execute(fill, Vec::new()).await.unwrap();
    press(&deputy, "[data-send-back]").await;
    seen(&deputy, "[data-result]", "Sent back").await;
    stage.see("[data-result]", "It opens at ten.").await;
    let sends = "return document.querySelector('[data-act]').disabled";
    assert_eq!(
        stage.script(sends).await,
        json!(true),
        "nothing is sent unchecked"
    );

    compose(&stage, "The gate opens at ten.").await;
    seen(&deputy, "[data-to-check]", "waits for your check").await;
    press(&deputy, "[data-to-check] a").await;
    seen(&deputy, "main", "The gate opens at ten.").await;
    seen(&deputy, "main", "You are the second officer").await;
    // Meanwhile the officer looks at what the other side has sent: nothing is said that would take the
    // number of what waits.
    let waits = stage.client.current_url().await.unwrap();
    let unopened = "const rows = [...document.querySelectorAll('main table tbody tr')]; \
        return rows.find((row) => row.cells[2].textContent.includes('Party B')).querySelector('a').pathname";
    stage.open("/hotline?lang=en").await;
    let unopened = stage.script(unopened).await;
    stage.open(unopened.as_str().unwrap()).await;
    stage.see("[data-opened]", "does not say yet").await;
    stage.client.goto(waits.as_str()).await.unwrap();
    press(&deputy, "[data-act]:not([disabled])").await;
    seen(&deputy, "[data-result]", "Signed beside").await;
    stage
        .see("[data-result]", "Checked, and signed beside by")
        .await;
    stage.click("[data-act]:not([disabled])").await;
    stage.see("[data-result]", "Witnessed").await;
    stage.open("/hotline?lang=en").await;
    stage
        .click("main table tbody tr a[href^='/hotline/']")
        .await;
    let page = stage.see("main", "The gate opens at ten.").await;
    assert!(!page.contains("void"), "{page}");

    // The other side was told nothing before, and does not find what waited.
    let told = "return document.querySelectorAll('[data-to-check]').length";
    assert_eq!(other.execute(told, Vec::new()).await.unwrap(), json!(0));
    other.goto(waits.as_str()).await.unwrap();
    seen(&other, "main h1", "There is no page at this address").await;
    for client in [deputy, other, stage.client.clone()] {
        client.close().await.unwrap();
    }
}
