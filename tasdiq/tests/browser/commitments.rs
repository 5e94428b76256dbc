//! Commitments as their users meet them: a payload uploaded over a cut line, a seal opened by a mediator,
//! a finding that two mediators sign, pictures compared by keyboard, a bulletin in Pashto.

use fantoccini::Locator;
use fantoccini::key::Key;
use serde_json::{Value, json};

use super::{Stage, stage};

impl Stage {
    /// Sends the form, signs what it says, waits until it is witnessed; its place in the log.
    pub(super) async fn sign_form(&self) -> u64 {
        self.click("main form button[type=submit]").await;
        self.see("main h1", "Review what you sign").await;
        self.click("[data-act]:not([disabled])").await;
        self.see("[data-result]", "Witnessed").await;
        self.entries().await - 1
    }

    async fn entries(&self) -> u64 {
        let health = self.script(&super::fetch("/healthz")).await;
        let health: Value = serde_json::from_str(health.as_str().unwrap()).unwrap();
        health["size"].as_u64().unwrap()
    }

    pub(super) async fn fill(&self, name: &str, value: &str) {
        let code =
            "document.querySelector(`main form [name=${arguments[0]}]`).value = arguments[1]";
        let values = vec![json!(name), json!(value)];
        self.client.execute(code, values).await.unwrap();
    }

    /// Chooses a file in the upload part of the form, and waits until it was sent.
    async fn upload(&self, file: &std::path::Path) {
        self.see("[data-upload] [data-controls]:not([hidden])", "")
            .await;
        let input = self
            .client
            .find(Locator::Css("[data-upload] input[type=file]"))
            .await
            .unwrap();
        input.send_keys(file.to_str().unwrap()).await.unwrap();
        self.see("[data-upload] [data-result]", "Sent").await;
    }
}

/// A noisy picture: it does not compress, so it takes several chunks.
fn noisy_png(folder: &std::path::Path) -> std::path::PathBuf {
    let mut state = 1u32;
    let picture = image::RgbImage::from_fn(800, 600, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [a, b, c, _] = state.to_be_bytes();
        image::Rgb([a, b, c])
    });
    let path = folder.join("noise.png");
    picture.save(&path).unwrap();
    assert!(std::fs::metadata(&path).unwrap().len() > 1_200_000);
    path
}

/// The line is cut at the second chunk.
const CUT: &str =
    "const sent = window.fetch; let chunks = 0; window.fetch = (address, options) => {
    if (options?.method === 'PATCH' && ++chunks === 2) return Promise.reject(new TypeError('cut'));
    return sent(address, options); }; window.chunksSent = () => chunks;";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payload_is_uploaded_over_a_cut_line_and_a_seal_is_opened() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    stage.sign_in("b.negotiator").await;
    let file = noisy_png(stage.folder.path());

    stage.open("/commitments/list-held/file?lang=en").await;
    stage.script(CUT).await;
    stage.fill("kind", "document").await;
    stage.fill("period", "0").await;
    stage.fill("custody", "Scanned in our office.").await;
    stage.upload(&file).await;
    let chunks = stage.script("return window.chunksSent()").await;
    assert!(
        chunks.as_u64().unwrap() >= 4,
        "three chunks, one of them twice: {chunks}"
    );
    let index = stage.sign_form().await;
    stage
        .open(&format!("/commitments/list-held/evidence/{index}"))
        .await;
    let page = stage.see("main", "whole").await;
    assert!(
        page.contains("Existed by, as the cosigners vouch"),
        "{page}"
    );
    let width = stage
        .script("return document.querySelector('img.evidence').naturalWidth")
        .await;
    assert_eq!(width, json!(800));
    stage.picture("evidence").await;

    stage.open("/commitments/list-held/file").await;
    stage.fill("kind", "document").await;
    stage.fill("period", "0").await;
    stage.fill("custody", "Sealed in our office.").await;
    stage.click("[data-seal]").await;
    stage.upload(&file).await;
    let named = stage
        .script("return document.querySelector('textarea[name=blobs]').value")
        .await;
    assert!(
        named.as_str().unwrap().contains("vnd.tasdiq.sealed"),
        "{named}"
    );
    let sealed = stage.sign_form().await;

    stage.sign_in("m1.mediation").await;
    stage
        .open(&format!("/commitments/list-held/evidence/{sealed}"))
        .await;
    let before = stage.see("main", "Sealed to").await;
    assert!(!before.contains("Opened in this browser"), "{before}");
    stage.click("a[href*='/open?blob=']").await;
    stage.see("main h1", "Open the seal").await;
    stage.fill("purpose", "To verify what was filed.").await;
    stage.sign_form().await;
    stage
        .open(&format!("/commitments/list-held/evidence/{sealed}"))
        .await;
    stage.click("a[data-open-seal]").await;
    stage
        .see("[data-open] [data-result]", "Opened in this browser")
        .await;
    stage.see("main", "To verify what was filed.").await;
    let opened = stage.script("return document.querySelector('[data-open] [data-result] img').decode().then(() => 'shown')").await;
    assert_eq!(opened, json!("shown"));

    // The story's own list of persons was sealed by the Rust program, to a key derived from a seed.
    stage.open("/commitments/list-held").await;
    stage.click("main table a[href*='/evidence/']").await;
    stage
        .see("main", "To verify the list of persons held.")
        .await;
    stage.click("a[data-open-seal]").await;
    stage
        .see("[data-open] [data-result]", "Opened in this browser")
        .await;
    stage.client.clone().close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_mediators_sign_a_finding_and_the_parties_see_it() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    stage.sign_in("m1.mediation").await;
    stage.open("/commitments/docket?lang=en").await;
    stage.see("main", "Sign the proposed finding").await;
    stage.picture("docket").await;
    stage.open("/commitments/deliver-medicine").await;
    stage
        .see("main", "mediators have signed; it does not stand yet")
        .await;
    stage.click("a[href*='/findings/'][href$='/join']").await;
    stage.sign_form().await;
    stage.open("/commitments/deliver-medicine").await;
    let page = stage.see("main", "Stands since").await;
    assert!(
        page.contains("provisional finding, right of reply"),
        "{page}"
    );
    stage.sign_in("a.negotiator").await;
    stage.open("/commitments/docket").await;
    stage.see("main", "Reply to the provisional finding").await;
    stage.client.clone().close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_are_compared_by_keyboard_and_the_bulletin_reads_in_pashto() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    stage.sign_in("b.negotiator").await;
    stage.open("/commitments/close-site-a?lang=en").await;
    stage.see("main", "closed").await;
    stage.picture("commitment").await;
    let links = stage
        .script("return [...document.querySelectorAll(\"a[href*='/evidence/']\")].map(a => a.getAttribute('href'))")
        .await;
    let pair = links.as_array().unwrap()[1].as_str().unwrap().to_owned();
    stage.open(&pair).await;
    stage.see("[data-viewer].over .slider", "").await;
    let split = "return document.querySelector('[data-viewer]').style.getPropertyValue('--split')";
    assert_eq!(stage.script(split).await, json!("50%"));
    let slider = stage
        .client
        .find(Locator::Css(".slider input"))
        .await
        .unwrap();
    slider.send_keys(&Key::Right.to_string()).await.unwrap();
    assert_eq!(stage.script(split).await, json!("55%"));
    let page = stage.see("main", "inside").await;
    assert!(page.contains("consistent"), "{page}");
    stage.picture("viewer").await;

    stage.open("/commitments/bulletin?lang=ps").await;
    stage
        .click("main ul a[href^='/commitments/bulletin/']")
        .await;
    stage.see("main h1", "").await;
    let told = stage
        .script(
            "return [document.documentElement.lang, document.documentElement.dir, \
             document.querySelectorAll('main table').length > 4, \
             document.querySelectorAll('main code.missing').length, \
             document.documentElement.scrollWidth <= document.documentElement.clientWidth]",
        )
        .await;
    assert_eq!(told, json!(["ps", "rtl", true, 0, true]));
    stage.picture("bulletin-ps").await;
    for page in ["/commitments/map", "/commitments/scorecard", "/commitments"] {
        stage.open(&format!("{page}?lang=en")).await;
        stage.see("main h1", "").await;
        stage
            .picture(&format!("commitments{}", page.replace('/', "-")))
            .await;
    }
    stage.client.clone().close().await.unwrap();
}
