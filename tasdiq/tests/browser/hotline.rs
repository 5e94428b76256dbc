//! The hotline between two real browsers: a flash is heard in the other side's open tab, receipted by its
//! node, acknowledged by its officer, and answered; a drill is marked as one.

use std::time::Duration;

use fantoccini::Locator;
use serde_json::json;

use super::beside::{press, seen, signed};
use super::{Stage, stage};

/// What `verify dossier` says of the file of a thread.
async fn dossier_checked(stage: &Stage, index: &str) -> String {
    let bundle = super::fetch(&format!("/dossiers/message-{index}.json"));
    let bundle = stage.script(&bundle).await;
    let file = stage.folder.path().join(format!("thread-{index}.json"));
    std::fs::write(&file, bundle.as_str().unwrap()).unwrap();
    let checked = std::process::Command::new(env!("CARGO_BIN_EXE_tasdiq"))
        .args(["verify", "dossier"])
        .arg(&file)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&checked.stdout).into_owned();
    assert!(checked.status.success(), "{told}");
    told
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flash_is_heard_in_the_other_browser_receipted_acknowledged_and_answered() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    let (_driver, other, _folder) = stage.beside("b.duty").await;
    // The other side looks at something else.
    let page = format!("{}/glossary?lang=en", stage.sign("host"));
    other.goto(&page).await.unwrap();
    seen(&other, "h1", "").await;

    stage.sign_in("a.duty").await;
    stage.open("/hotline/new/alert.flash?lang=en").await;
    stage.fill("event", "firing").await;
    stage.fill("place", "Invented gate").await;
    // A voice note beside it, and a picture.
    stage.click("[data-record]").await;
    stage.see("[data-recording]", "recording").await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    stage.click("[data-record]").await;
    stage.see("[data-upload] [data-result]", "Sent").await;
    let file = stage.folder.path().join("place.jpg");
    std::fs::write(&file, tasdiq::demo::photograph()).unwrap();
    let input = Locator::Css("[data-upload] input[type=file]");
    let input = stage.client.find(input).await.unwrap();
    input.send_keys(file.to_str().unwrap()).await.unwrap();
    // The picture is named first when it is on its way, and in the form once it is sent.
    let sent = "const e = document.querySelector('main form [name=attachments]'); \
                return JSON.parse(e.value || '[]').length";
    for _ in 0..300 {
        if stage.script(sent).await == json!(2) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let named = "return JSON.parse(document.querySelector('main form [name=attachments]').value).map(a => a.media)";
    assert_eq!(
        stage.script(named).await,
        json!(["audio/webm", "image/jpeg"])
    );
    stage.click("main form button[type=submit]").await;
    stage.see("main h1", "Review what you sign").await;
    stage.click("[data-act]:not([disabled])").await;
    seen(&other, "[data-flash]", "FLASH on the hotline").await;
    stage.see("[data-result]", "Witnessed").await;
    let title = other.title().await.unwrap();
    assert!(title.starts_with('⚡'), "{title}");
    let own = stage
        .script("return document.querySelectorAll('[data-flash]').length")
        .await;
    assert_eq!(own, json!(0), "nobody is alarmed by their own message");

    // Silencing it is silence in this browser, and is seen in the log.
    press(&other, "[data-flash] button").await;
    seen(&other, "[data-flash]", "silenced here").await;
    press(&other, "[data-flash] a").await;
    seen(&other, "main", "Invented gate").await;
    seen(&other, "[data-opened]", "that you opened the message").await;
    let address = other.current_url().await.unwrap();
    // The node of the other side receipts it by itself.
    for _ in 0..60 {
        other.goto(address.as_str()).await.unwrap();
        if seen(&other, "main", "Invented gate")
            .await
            .contains("to be acknowledged by")
        {
            break;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    let page = seen(&other, "main", "to be acknowledged by").await;
    assert!(page.contains("delivered"), "{page}");
    // The note is heard on the other side.
    let heard = "const answer = arguments[arguments.length - 1]; \
                 document.querySelector('a[data-voice]').click(); \
                 const wait = () => { const a = document.querySelector('audio'); \
                 if (a && a.readyState >= 2) answer([a.error === null, a.currentTime >= 0]); \
                 else setTimeout(wait, 50); }; wait()";
    let heard = other.execute_async(heard, Vec::new()).await.unwrap();
    assert_eq!(heard, json!([true, true]));
    let at = |path: &str| format!("{}{path}", address.as_str());
    other.goto(&at("/acknowledge")).await.unwrap();
    let choose = "document.querySelector('main form [name=what]').value = 'understood'; \
                  document.querySelector('main form button[type=submit]').click()";
    other.execute(choose, Vec::new()).await.unwrap();
    signed(&other).await;
    stage.open(address.path()).await;
    let page = stage.see("main", "understood").await;
    assert!(page.contains("Its alarm was silenced"), "{page}");
    assert!(
        page.contains("Received and understood say nothing about agreement"),
        "{page}"
    );
    stage.picture("hotline-message").await;
    let index = address.path().rsplit('/').next().unwrap();
    let told = dossier_checked(&stage, index).await;
    assert!(told.contains("hotline.message-acknowledged"), "{told}");
    assert!(!told.contains("EXERCISE"), "{told}");
    stage
        .open(&format!("/hotline/threads/{index}?lang=en"))
        .await;
    stage.see("main h1", "Transcript").await;
    stage.see("main .said", "Invented gate").await;
    stage.open("/hotline?lang=en").await;
    let drill = "return [...document.querySelectorAll('main table tr')] \
        .find((row) => row.textContent.includes('EXERCISE')).querySelector('a').pathname";
    let drill = stage.script(drill).await;
    let told = dossier_checked(&stage, drill.as_str().unwrap().rsplit('/').next().unwrap()).await;
    assert!(told.starts_with("EXERCISE."), "{told}");
    stage.open("/hotline?lang=en").await;
    let page = stage.see("main", "Messages, latest first").await;
    assert!(page.contains("EXERCISE"), "{page}");
    stage.picture("hotline").await;
    stage.open("/hotline/statistics?lang=ur").await;
    let missing = "return document.querySelectorAll('main code.missing').length";
    assert_eq!(stage.script(missing).await, json!(0));
    other.close().await.unwrap();
    stage.client.clone().close().await.unwrap();
}
