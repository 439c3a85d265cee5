//! What the window is allowed, pinned: each of these files is easily widened by a line that nobody looks at twice, so a
//! change has to be made here, too, where it says what it costs.

use serde_json::{Value, json};

const CONFIG: &str = include_str!("../tauri.conf.json");
const CAPABILITY: &str = include_str!("../capabilities/main.json");
const MANIFEST: &str = include_str!("../Cargo.toml");
const WORKSPACE: &str = include_str!("../../Cargo.toml");
const LOCK: &str = include_str!("../../Cargo.lock");

fn config() -> Value {
    serde_json::from_str(CONFIG).unwrap()
}

#[test]
fn the_content_security_policy_is_this_one() {
    let policy = json!({
        "default-src": "'self'",
        "img-src": "'self' media: http://media.localhost data:",
        "media-src": "'self' media: http://media.localhost",
        "connect-src": "ipc: http://ipc.localhost",
        "style-src": "'self'",
        "script-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'"
    });
    let security = &config()["app"]["security"];
    assert_eq!(security["csp"], policy);
    // Another policy for development would be one that nobody tests, and Tauri's own changes would loosen this one.
    assert!(security["devCsp"].is_null() && security["dangerousDisableAssetCspModification"].is_null());
    assert_eq!(security["freezePrototype"], true);
    // Files of this machine are not served to the window.
    assert!(security["assetProtocol"].is_null());
}

#[test]
fn no_word_of_the_policy_is_unsafe_or_wide() {
    let policy = config()["app"]["security"]["csp"].to_string();
    for wide in ["unsafe", "*", "https:", "blob:", "wasm", "filesystem:", "//localhost"] {
        assert!(!policy.contains(wide), "{wide}");
    }
}

#[test]
fn the_window_may_do_this_and_nothing_else() {
    let capability: Value = serde_json::from_str(CAPABILITY).unwrap();
    assert_eq!(capability["windows"], json!(["main"]));
    assert!(capability["remote"].is_null(), "no page of the web is given anything");
    let permissions = [
        "core:event:allow-listen",
        "core:event:allow-unlisten",
        "core:webview:allow-set-webview-zoom",
        "dialog:allow-open",
        "dialog:allow-save",
    ];
    assert_eq!(capability["permissions"], json!(permissions));
    assert_eq!(config()["app"]["security"]["capabilities"], json!(["main"]));
    assert_eq!(config()["app"]["withGlobalTauri"], false);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/capabilities");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1, "another file would be another set of permissions");
}

#[test]
fn a_release_has_no_developer_tools() {
    assert!(!MANIFEST.contains("devtools") && !WORKSPACE.contains("devtools"));
    let window = &config()["app"]["windows"][0];
    assert!(window["devtools"].is_null());
    // It is opened by `boundary`, which closes the ways out of it; a window made from here would have none closed.
    assert_eq!(window["create"], false);
    assert_eq!(config()["app"]["windows"].as_array().map(Vec::len), Some(1));
}

#[test]
fn no_address_opens_the_console() {
    for kind in ["deep-link", "deep_link"] {
        assert!(!LOCK.contains(&format!("tauri-plugin-{kind}")), "{kind}");
    }
    assert!(config()["plugins"].is_null());
    let bundle = config()["bundle"].to_string();
    assert!(!bundle.contains("x-scheme-handler") && !bundle.contains("CFBundleURLTypes"));
    assert!(config()["bundle"]["fileAssociations"].is_null());
}

#[test]
fn plugins_that_would_widen_the_window_are_not_there() {
    for plugin in ["shell", "http", "websocket", "upload", "process", "sql", "stronghold", "localhost"] {
        assert!(!LOCK.contains(&format!("\"tauri-plugin-{plugin}\"")), "{plugin}");
    }
}
