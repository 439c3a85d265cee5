//! The edge of the window: it shows the console's own pages and nothing else, opens no other windows, and downloads
//! nothing by itself.
//!
//! The content security policy says what a page may load. It does not say where a page may go: a link that is clicked with
//! the middle button, dropped into the window, or followed by a script would show a stranger's page where the console
//! was, with the look of the console around it. So every way out is closed here; links leave through `open_link`.

use tauri::{
    App, Url, WebviewWindow, WebviewWindowBuilder,
    webview::{DownloadEvent, NewWindowResponse},
};

/// Opens the window as the configuration describes it, within its edge. One that is not shown waits for the tray.
pub fn open(app: &App, shown: bool) -> tauri::Result<WebviewWindow> {
    let config = app.config().app.windows.first().ok_or(tauri::Error::WindowNotFound)?;
    let from_vite = app.config().build.dev_url.clone().filter(|_| tauri::is_dev());
    WebviewWindowBuilder::from_config(app, config)?
        .on_navigation(move |url| {
            let own = is_own(url, from_vite.as_ref());
            if !own {
                tracing::warn!(scheme = url.scheme(), host = url.host_str(), "the window does not leave the console");
            }
            own
        })
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, event| !matches!(event, DownloadEvent::Requested { .. }))
        .visible(shown)
        .build()
}

/// Whether an address is one of the console's own pages: `tauri://localhost`, or what Windows makes of it.
fn is_own(url: &Url, from_vite: Option<&Url>) -> bool {
    let host = url.host_str().unwrap_or_default();
    match url.scheme() {
        "tauri" => host == "localhost",
        "http" | "https" if url.port().is_none() && host == "tauri.localhost" => true,
        "about" => url.path() == "blank",
        _ => from_vite.is_some_and(|vite| vite.origin() == url.origin()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_shows_its_own_pages_only() {
        let own = |url: &str| is_own(&Url::parse(url).unwrap(), None);
        for page in
            ["tauri://localhost/", "tauri://localhost/index.html#/chat", "http://tauri.localhost/", "about:blank"]
        {
            assert!(own(page), "{page}");
        }
        for page in [
            "https://evil.example/",
            "http://localhost:5173/",
            "http://localhost/",
            "http://tauri.localhost.evil.example/",
            "http://tauri.localhost:8080/",
            "http://tauri.localhost@evil.example/",
            "tauri://evil/",
            "media://localhost/image/r/c/1",
            "file:///etc/passwd",
            "data:text/html,<script>alert(1)</script>",
            "javascript:alert(1)",
            "blob:http://evil.example/1",
            "about:srcdoc",
        ] {
            assert!(!own(page), "{page}");
        }
        let vite = Url::parse("http://localhost:5173").unwrap();
        assert!(is_own(&Url::parse("http://localhost:5173/src").unwrap(), Some(&vite)));
        assert!(!is_own(&Url::parse("http://localhost:5174/").unwrap(), Some(&vite)));
    }
}
