//! A border post's pages in a real browser, against the demonstration's host: a name in Urdu script
//! against a listing in Latin, two officers, the link switched off and on.

use fantoccini::Locator;
use serde_json::json;

use super::{Stage, stage};

impl Stage {
    async fn at_post(&self, path: &str) {
        let address = format!("{}{path}", self.sign("post"));
        self.client.goto(&address).await.unwrap();
    }

    async fn screened(&self, name: &str, birth: &str) -> String {
        self.at_post("/?lang=en").await;
        self.fill("name", name).await;
        self.fill("birth", birth).await;
        self.choose("purpose", "entry").await;
        self.choose("officer", "Officer").await;
        self.send_form("main form").await;
        self.see("main", "for human review").await
    }

    /// Chooses among the answers of a question, or in a list.
    async fn choose(&self, name: &str, value: &str) {
        let code = "const [name, value] = arguments; \
                    const radio = document.querySelector(`main [name='${name}'][value='${value}']`); \
                    if (radio) radio.checked = true; \
                    else document.querySelector(`main select[name='${name}']`).value = value";
        let values = vec![json!(name), json!(value)];
        self.client.execute(code, values).await.unwrap();
    }

    async fn send_form(&self, form: &str) {
        self.click(&format!("{form} button[type=submit]")).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_traveller_is_screened_in_urdu_by_two_officers_with_the_link_on_and_off() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    for _ in 0..100 {
        stage.at_post("/?lang=en").await;
        let page = stage.see("main", "Edition").await;
        if page.contains("Listings 7") && !page.contains("could not be opened") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }

    // The listing has a Latin name only; what is read is in Urdu script.
    let page = stage.screened("طہماس رویندر", "1978-11-20").await;
    assert!(page.contains("Tahmas Ravindar"), "{page}");
    let picture = "const image = document.querySelector('main img'); \
                   return image !== null && image.complete && image.naturalWidth > 0";
    assert_eq!(
        stage.script(picture).await,
        json!(true),
        "the listed picture"
    );
    let wide = "return document.querySelector('main').clientWidth > 0.9 * innerWidth";
    assert_eq!(
        stage.script(wide).await,
        json!(true),
        "nothing stands beside it"
    );
    stage.picture("post-answer").await;
    stage.click("main a[href$='/compare']").await;
    stage.see("main", "Compare").await;
    stage.choose("compared-birth", "agrees").await;
    stage.choose("compared-mark", "differs").await;
    stage.choose("outcome", "not-same").await;
    stage.fill("minutes", "7").await;
    stage.choose("officer", "Officer").await;
    stage.send_form("main form").await;
    let slip = stage.see("main", "/appeal").await;
    stage.picture("post-slip").await;
    let code = stage
        .client
        .find(Locator::Css("main strong code"))
        .await
        .unwrap();
    let code = code.text().await.unwrap();
    assert!(slip.contains(&code), "{slip}");

    stage.at_post("/confirm?lang=en").await;
    stage.fill("code", &code).await;
    stage.choose("outcome", "not-same").await;
    stage.choose("officer", "Supervisor").await;
    stage.send_form("main form").await;
    stage.at_post("/?lang=en").await;

    // The link is cut with the page's own button: screening goes on, and what is recorded waits.
    stage.send_form("main form[action='/link']").await;
    stage.see("main", "Switch the link on").await;
    let page = stage.screened("تہماس رویندر", "1978").await;
    assert!(page.contains("Tahmas Ravindar"), "{page}");
    stage.at_post("/?lang=en").await;
    stage.see("main", "recorded act").await;
    stage.picture("post-offline").await;
    stage.send_form("main form[action='/link']").await;
    for _ in 0..100 {
        stage.at_post("/?lang=en").await;
        if stage
            .see("main", "Link to the host")
            .await
            .contains("Nothing waits")
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    stage.sign_in("m1.mediation").await;
    stage.open("/watchlist/screenings?lang=en").await;
    let page = stage.see("main", "Torkham").await;
    assert!(
        page.contains("Supervisor") || page.contains("not the same"),
        "{page}"
    );
    stage.client.clone().close().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_officer_writes_on_the_line_without_a_link_and_the_other_side_reads_it_later() {
    let Some(stage) = stage().await else { return };
    stage.story_told().await;
    // The post has to have heard of the line once.
    for _ in 0..100 {
        stage.at_post("/messages/new?lang=en").await;
        if stage
            .script("return document.querySelector('main a[href$=statement]') !== null")
            .await
            == json!(true)
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    stage.at_post("/?lang=en").await;
    stage.send_form("main form[action='/link']").await;
    stage.see("main", "Switch the link on").await;

    stage.at_post("/messages/new/statement?lang=ps").await;
    assert_eq!(stage.script("return document.dir").await, json!("rtl"));
    stage.at_post("/messages/new/statement?lang=en").await;
    stage.send_form("main form").await;
    stage.see("main", "needs your attention").await;
    let words = "دروازه د باد له امله تړلې ده.";
    stage.fill("text", words).await;
    stage.choose("lang", "ps").await;
    stage.choose("precedence", "routine").await;
    stage.send_form("main form").await;
    stage.see("main blockquote", words).await;
    stage.choose("officer", "Officer").await;
    stage.send_form("main form").await;
    let book = stage.see("main", "waits").await;
    assert!(book.contains(words), "{book}");
    stage.picture("post-message").await;

    stage.at_post("/?lang=en").await;
    stage.send_form("main form[action='/link']").await;
    for _ in 0..100 {
        stage.at_post("/messages?lang=en").await;
        if stage.see("main", words).await.contains("#") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    stage.sign_in("b.duty").await;
    stage.open("/hotline?lang=en&post=torkham").await;
    let page = stage.see("main", words).await;
    assert!(page.contains("Party A 1 · torkham"), "{page}");
    assert!(
        page.contains("by the sender’s clock, reached the log"),
        "{page}"
    );
    stage.click("main table a[href^='/hotline/']").await;
    stage.see("main blockquote", words).await;
    stage.see("main", "written without a link").await;
    let side = "const words = document.querySelector('main blockquote .words'); \
                const text = document.createRange(); \
                text.selectNodeContents(words); \
                const [own, all] = [text, words].map((one) => one.getBoundingClientRect()); \
                return own.right > all.right - 2 && own.left > all.left + 50";
    assert_eq!(
        stage.script(side).await,
        json!(true),
        "Pashto begins on the right"
    );
    stage.picture("post-message-read").await;

    // The other side answers, and the post reads it.
    stage.click("main a[href*='in_reply_to']").await;
    stage.fill("precedence", "routine").await;
    stage.fill("text", "Understood. Until when?").await;
    stage.click("main form button[type=submit]").await;
    stage.click("[data-act]:not([disabled])").await;
    stage.see("[data-result]", "Witnessed").await;
    for _ in 0..100 {
        stage.at_post("/messages?lang=ps").await;
        let answered = "return document.body.innerText.includes('Understood. Until when?')";
        if stage.script(answered).await == json!(true) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    stage.see("main", "Understood. Until when?").await;
    stage.picture("post-message-answered").await;
    stage.client.clone().close().await.unwrap();
}
