//! The typed bindings: one list of commands, for the window and for TypeScript.

use std::path::Path;

use specta_typescript::Typescript;
use tauri::Wry;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

use crate::commands::{inbox, list, notes, replies, session, settings, thread};

/// Every command the window may call.
pub fn builder() -> Builder<Wry> {
    Builder::<Wry>::new()
        // Both ways say the same: every optional field is written as null, never left out.
        .disable_serde_phases()
        .error_handling(ErrorHandlingMode::Throw)
        .commands(collect_commands![
            session::subscribe,
            session::accounts,
            session::sign_in,
            session::resume,
            session::sign_out,
            session::reconnect,
            inbox::report_view,
            thread::thread,
            thread::load_older,
            thread::fill_gap,
            thread::send_text,
            thread::resolve_send,
            thread::save_draft,
            thread::draft,
            settings::set_preferences,
            settings::open_link,
            list::set_chat_marks,
            list::saved_views,
            list::save_views,
            list::robot_marks,
            list::set_robot_marks,
            list::chats_with_tag,
            list::all_tags,
            notes::notes,
            notes::save_note,
            notes::delete_note,
            notes::also_known,
            replies::quick_replies,
            replies::save_quick_reply,
            replies::delete_quick_reply,
            replies::quick_reply_used,
            replies::export_quick_replies,
            replies::import_quick_replies,
        ])
        .typ::<crate::commands::CommandError>()
}

/// Writes the TypeScript side of the commands.
pub fn write(file: &Path) -> Result<(), String> {
    builder()
        .export(Typescript::default(), file)
        .map_err(|error| format!("the bindings could not be written to {}: {error}", file.display()))
}
