//! The typed bindings: one list of commands, for the window and for TypeScript.

use std::path::Path;

use specta_typescript::Typescript;
use tauri::Wry;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

use crate::commands::{actions, inbox, people, session, settings, thread};

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
            people::customer_card,
            people::group_card,
            people::read_members,
            people::tag_library,
            people::friend_requests,
            people::accept_friend,
            people::ignore_friend,
            people::sync_contacts,
            actions::act,
            actions::actions,
            actions::action,
            actions::undecided_actions,
            actions::cancel_action,
            actions::decide_action,
            settings::set_preferences,
            settings::open_link,
        ])
        .typ::<crate::commands::CommandError>()
}

/// Writes the TypeScript side of the commands.
pub fn write(file: &Path) -> Result<(), String> {
    builder()
        .export(Typescript::default(), file)
        .map_err(|error| format!("the bindings could not be written to {}: {error}", file.display()))
}
