//! A page whose process has ended is loaded again.
//!
//! The web engine draws the page in a process of its own, which ends by itself when the engine or the driver of the screen
//! fails, or when the machine runs out of memory. The window would stay empty, though everything else goes on: the line,
//! the cache and what is on its way are in the console's own process. What was typed is a draft there too.

use std::time::Duration;

use tauri::Webview;

/// A page that ends again and again is not loaded faster than this.
const PAUSE: Duration = Duration::from_millis(500);

/// Watches the page's process. Tauri does so on macOS alone.
#[cfg(target_os = "linux")]
pub fn watch(page: &Webview) -> tauri::Result<()> {
    use webkit2gtk::WebViewExt as _;

    let ended = page.clone();
    page.with_webview(move |view| {
        view.inner().connect_web_process_terminated(move |_, reason| {
            tracing::error!(?reason, "the page's process has ended");
            load_again(&ended);
        });
    })
}

/// The others either begin another process by themselves or tell Tauri.
#[cfg(not(target_os = "linux"))]
pub fn watch(_: &Webview) -> tauri::Result<()> {
    Ok(())
}

/// After a pause.
pub fn load_again(page: &Webview) {
    let page = page.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(PAUSE).await;
        tracing::warn!("the page is loaded again");
        if let Err(error) = page.reload() {
            tracing::error!(%error, "the page could not be loaded again");
        }
    });
}
