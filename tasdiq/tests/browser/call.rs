//! A call between two real browsers: each takes a seat in the log, the sound goes between them, the far
//! side hears the tone of the near one, the link is cut and comes back, and nobody else can sit down.

use std::process::Command;
use std::time::Duration;

use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use super::beside::{press, seen, sign};
use super::{Running, Stage, stage};

/// The strongest frequency another seat's voice has, in hertz, measured where it is heard.
const HEARD: &str = "const answer = arguments[arguments.length - 1]; \
    const stream = document.querySelector('[data-seats] audio').srcObject; \
    const context = new AudioContext(); const look = context.createAnalyser(); \
    look.fftSize = 8192; context.createMediaStreamSource(stream).connect(look); \
    setTimeout(() => { const all = new Float32Array(look.frequencyBinCount); \
      look.getFloatFrequencyData(all); let best = 0; \
      for (let n = 1; n < all.length; n++) if (all[n] > all[best]) best = n; \
      const hertz = best * context.sampleRate / look.fftSize; context.close(); \
      answer([hertz, all[best]]); }, 1500)";

/// The process through which everything of a browser passes that comes from a network or goes there.
/// Chromium keeps it apart from its pages, so that it can be held up while they run.
struct Line(u32);

impl Line {
    fn of(driver: &Running) -> Line {
        let processes = std::fs::read_dir("/proc").unwrap().filter_map(|entry| {
            let id: u32 = entry.ok()?.file_name().to_str()?.parse().ok()?;
            let command = std::fs::read(format!("/proc/{id}/cmdline")).ok()?;
            let command = String::from_utf8_lossy(&command).into_owned();
            command
                .contains("network.mojom.NetworkService")
                .then_some(id)
        });
        let mut own = processes.filter(|id| descends(*id, driver.0.id()));
        Line(own.next().unwrap())
    }

    fn signal(&self, signal: &str) {
        let id = self.0.to_string();
        let done = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(done.success());
    }

    fn cut(&self) {
        self.signal("-STOP");
    }

    fn mend(&self) {
        self.signal("-CONT");
    }
}

/// Whether a process was started by another, or by one that was.
fn descends(mut id: u32, ancestor: u32) -> bool {
    while id > 1 {
        if id == ancestor {
            return true;
        }
        // "id (name) state parent …"; a name may have spaces and brackets in it.
        let Ok(stat) = std::fs::read_to_string(format!("/proc/{id}/stat")) else {
            return false;
        };
        let after = stat.rsplit(')').next().unwrap_or_default();
        let parent = after.split_whitespace().nth(1);
        id = parent.and_then(|parent| parent.parse().ok()).unwrap_or(0);
    }
    false
}

/// Takes a seat in the call whose page is at this address, and begins to speak.
async fn join(client: &Client, page: &str) {
    client.goto(page).await.unwrap();
    press(client, "[data-join]:not([hidden])").await;
    seen(client, "main h1", "Join the call").await;
    sign(client).await;
    client.goto(page).await.unwrap();
    seen(
        client,
        "[data-told]",
        "Your seat is taken from this browser",
    )
    .await;
    // A tone is no voice: it is not to be taken for noise.
    press(client, "[data-plain]").await;
    press(client, "[data-speak]:not([hidden])").await;
}

/// The tone heard from the other side.
async fn hears(client: &Client, hertz: f64) {
    let mut heard = Value::Null;
    for _ in 0..8 {
        heard = client.execute_async(HEARD, Vec::new()).await.unwrap();
        let level = heard[1].as_f64().unwrap_or(f64::MIN);
        if level > -60.0 && (heard[0].as_f64().unwrap() - hertz).abs() < 20.0 {
            return;
        }
    }
    panic!("no tone of {hertz} Hz: {heard}");
}

/// The page is opened again, its certificate is still there; but now the node names another certificate
/// for the other side than the log does.
async fn a_node_that_lies_about_a_seat_is_found_out(stage: &Stage, path: &str) {
    stage.open(path).await;
    stage
        .see("[data-told]", "Your seat is taken from this browser")
        .await;
    let lie = "const real = window.fetch; window.fetch = async (at, options) => { \
        const answer = await real(at, options); \
        if (!/^\\/api\\/calls\\/\\d+$/.test(at)) return answer; \
        const told = await answer.json(); \
        for (const seat of told.seats) if (seat.member !== 'a') \
          seat.fingerprint = seat.fingerprint.replace(/^./, (c) => c === '0' ? '1' : '0'); \
        return new Response(JSON.stringify(told)); }";
    stage.script(lie).await;
    stage.click("[data-speak]:not([hidden])").await;
    stage.see("[data-seats]", "NOT CONNECTED").await;
    let sounds = "return document.querySelector('[data-seats] audio').srcObject === null";
    assert_eq!(stage.script(sounds).await, json!(true));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_browsers_hold_a_call_hear_each_other_lose_the_link_and_find_it_again() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    let (driver, other, _folder) = stage.beside("b.duty").await;
    stage.sign_in("a.duty").await;
    stage.open("/hotline/calls/new?lang=en").await;
    stage.fill("about", "An invented call").await;
    let at = "document.querySelector('main form [name=at]').value = new Date().toISOString()";
    stage.script(at).await;
    sign(&stage.client).await;
    stage.open("/hotline/calls?lang=en").await;
    stage.click("main table a[href^='/hotline/calls/']").await;
    stage.see("main", "An invented call").await;
    let page = stage.client.current_url().await.unwrap();

    join(&stage.client, page.as_str()).await;
    seen(&stage.client, "[data-told]", "Waiting for the others").await;
    seen(&other, "[data-ring]", "Somebody waits in a call").await;
    join(&other, page.as_str()).await;
    let told = seen(
        &stage.client,
        "[data-seats]",
        "connected, with the certificate",
    )
    .await;
    assert!(told.contains("Party B"), "{told}");
    seen(&other, "[data-seats]", "connected, with the certificate").await;
    hears(&stage.client, 1_500.0).await;
    hears(&other, 1_000.0).await;
    stage.picture("hotline-call").await;

    // A mediator takes a third seat; each hears each.
    let (_third_driver, mediator, _third_folder) = stage.beside("m1.mediation").await;
    join(&mediator, page.as_str()).await;
    for (client, names) in [
        (&mediator, ["Party A", "Party B"]),
        (&other, ["Party A", "Mediator 1"]),
        (&stage.client, ["Party B", "Mediator 1"]),
    ] {
        for name in names {
            seen(client, "[data-seats]", &format!("{name}: connected")).await;
        }
    }
    let all = "return document.querySelectorAll('[data-seats] audio').length";
    assert_eq!(mediator.execute(all, Vec::new()).await.unwrap(), json!(2));
    press(&mediator, "[data-leave]").await;
    seen(&mediator, "main h1", "Say when it took place").await;
    seen(&other, "[data-seats]", "Mediator 1: not there yet").await;
    let at = |path: &str| format!("{}{path}", page.as_str());
    mediator.goto(&at("/consent")).await.unwrap();
    sign(&mediator).await;
    mediator.close().await.unwrap();

    // Nobody records before everybody consented in the log.
    press(&other, "[data-record-call]").await;
    let told = seen(&other, "[data-told]", "has not consented").await;
    assert!(told.contains("Party"), "{told}");

    // The link of one is cut: both are told so, the other is offered a voice note, and they find each
    // other again without anybody's help.
    let line = Line::of(&driver);
    line.cut();
    seen(&stage.client, "[data-told]", "The link is down").await;
    seen(&other, "[data-told]", "The link is down").await;
    seen(&stage.client, "[data-fallback]", "Instead of the call").await;
    press(&stage.client, "[data-fallback] [data-record]").await;
    seen(
        &stage.client,
        "[data-fallback] [data-recording]",
        "recording",
    )
    .await;
    tokio::time::sleep(Duration::from_millis(1_200)).await;
    press(&stage.client, "[data-fallback] [data-record]").await;
    seen(&stage.client, "[data-fallback] [data-result]", "Sent").await;
    line.mend();
    seen(&other, "[data-seats]", "connected, with the certificate").await;
    seen(&stage.client, "[data-told]", "The link is back").await;
    hears(&other, 1_000.0).await;
    hears(&stage.client, 1_500.0).await;

    // With everybody's consent in the log each side records for itself, and the log has the digest.
    for client in [&other, &stage.client] {
        client.goto(&at("/consent")).await.unwrap();
        sign(client).await;
        client.goto(page.as_str()).await.unwrap();
        seen(
            client,
            "[data-told]",
            "Your seat is taken from this browser",
        )
        .await;
        press(client, "[data-speak]:not([hidden])").await;
    }
    seen(&other, "[data-seats]", "connected, with the certificate").await;
    press(&other, "[data-record-call]").await;
    seen(&other, "[data-told]", "Recording in this browser").await;
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    press(&other, "[data-record-call]").await;
    seen(&other, "[data-recorded]", "Put its digest into the log").await;
    let bytes = "return Number(new URL(document.querySelectorAll('[data-recorded] a')[1].href).searchParams.get('bytes'))";
    let bytes = other.execute(bytes, Vec::new()).await.unwrap();
    assert!(bytes.as_u64().is_some_and(|bytes| bytes > 1_000), "{bytes}");

    a_node_that_lies_about_a_seat_is_found_out(&stage, page.path()).await;

    press(&other, "[data-leave]").await;
    seen(&other, "[data-told]", "You left").await;
    press(&other, "[data-recorded] a + a").await;
    seen(&other, "main h1", "Name your recording").await;
    sign(&other).await;
    let now = at(&format!("/end?ended={}", serve::clock::system()()));
    other.goto(&now).await.unwrap();
    seen(&other, "main h1", "Say when it took place").await;
    sign(&other).await;
    other.goto(page.as_str()).await.unwrap();
    let text = seen(&other, "main", "When it took place").await;
    assert!(text.contains("certificate of the browser"), "{text}");
    let panel = other.find(Locator::Css("[data-call]")).await;
    assert!(
        panel.is_err(),
        "a call that is over for a member is not spoken in"
    );
    other.close().await.unwrap();
    stage.client.clone().close().await.unwrap();
}
