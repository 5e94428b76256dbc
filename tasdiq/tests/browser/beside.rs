//! Two browsers at one demonstration, and what both are asked to do.

use std::process::{Command, Stdio};
use std::time::Duration;

use fantoccini::{Client, Locator};
use serde_json::json;

use super::{Profile, Running, Stage, browser, free_port};

impl Stage {
    /// A second browser, with a driver and a profile of its own, in which this seat has signed in.
    pub(crate) async fn beside(&self, seat: &str) -> (Running, Client, Profile) {
        let port = free_port();
        let driver = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let folder = Profile::new();
        let client = browser(port, folder.path(), 1_500).await;
        let address = self.signs["sign_in"][seat].as_str().unwrap();
        client.goto(address).await.unwrap();
        seen(&client, "[data-keys]", seat).await;
        press(&client, "[data-keys] button").await;
        seen(&client, ".reader", "Sign out").await;
        (Running(driver), client, folder)
    }
}

/// Waits until an element's text contains this.
pub(crate) async fn seen(client: &Client, css: &str, text: &str) -> String {
    let mut found = String::new();
    for _ in 0..300 {
        if let Ok(element) = client.find(Locator::Css(css)).await {
            found = element.text().await.unwrap_or_default();
            if found.contains(text) {
                return found;
            }
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never saw {text:?} in {css}: {found:?}");
}

/// Sends the form that is open and signs what it says.
pub(crate) async fn sign(client: &Client) {
    let send = "document.querySelector('main form button[type=submit]').click()";
    client.execute(send, Vec::new()).await.unwrap();
    signed(client).await;
}

/// Signs what is under review.
pub(crate) async fn signed(client: &Client) {
    seen(client, "main h1", "Review what you sign").await;
    press(client, "[data-act]:not([disabled])").await;
    seen(client, "[data-result]", "Witnessed").await;
}

/// Presses what is there to be pressed, as soon as it is there.
pub(crate) async fn press(client: &Client, css: &str) {
    let press = "const e = document.querySelector(arguments[0]); e?.click(); return e !== null";
    for _ in 0..200 {
        if client.execute(press, vec![json!(css)]).await.unwrap() == json!(true) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("never there: {css}");
}
