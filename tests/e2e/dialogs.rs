//! The dialogs of the system, in which a person says where a file goes. They are not part of the page and no driver reaches
//! into them, so the answer is given on the way from the page to the shell; that they open at all is not seen by a story.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::seat::Seat;

impl Seat {
    /// The next dialog of the system is answered with this path.
    pub async fn answer_next_dialog(&self, path: &Path) -> Result<()> {
        let path = path.to_str().context("a path of letters")?;
        let script = "
            const [path, real] = [arguments[0], window.fetch];
            window.fetch = (...asked) => {
                const address = decodeURIComponent(String(asked[0]?.url ?? asked[0]));
                if (!address.includes('plugin:dialog|')) return real(...asked);
                window.fetch = real;
                const headers = { 'Content-Type': 'application/json', 'Tauri-Response': 'ok' };
                return Promise.resolve(new Response(JSON.stringify(path), { headers }));
            };
            return null";
        self.run::<Value>(script, json!(path)).await?;
        Ok(())
    }
}
