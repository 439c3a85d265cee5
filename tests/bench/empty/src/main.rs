//! `zuoxi-empty [ADDRESS]`: a window with its one page, or with the page at that address.

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let page = match std::env::args().nth(1) {
        Some(address) => WebviewUrl::External(address.parse()?),
        None => WebviewUrl::default(),
    };
    tauri::Builder::default()
        .setup(|app| {
            WebviewWindowBuilder::new(app, "main", page).title("Empty").inner_size(1280.0, 800.0).build()?;
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}
