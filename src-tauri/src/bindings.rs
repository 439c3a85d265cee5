//! The typed bindings: one list of commands, for the window and for TypeScript.

use std::path::Path;

use specta_typescript::Typescript;
use tauri::Wry;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands};

use crate::commands::{
    actions, adding, broadcast, contacts, export, groups, inbox, list, notes, people, received, replies, search,
    session, settings, storage, thread, uploads,
};

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
            session::forget_account,
            session::reconnect,
            session::check_keyring,
            session::dismiss_notice,
            inbox::report_view,
            search::search,
            search::thread_around,
            search::thread_after,
            thread::thread,
            thread::load_older,
            thread::fill_gap,
            thread::send,
            thread::take_back,
            thread::forward,
            thread::resolve_send,
            thread::save_draft,
            thread::draft,
            uploads::examine_file,
            uploads::keep_pasted,
            uploads::check_cover,
            storage::storage,
            storage::save_storage,
            storage::forget_storage,
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
            received::judge_link,
            received::save_media,
            received::open_file,
            settings::about,
            settings::save_diagnostics,
            broadcast::check_broadcast,
            broadcast::plan_broadcast,
            broadcast::start_broadcast,
            broadcast::dismiss_broadcast,
            broadcast::broadcasts,
            broadcast::broadcast,
            contacts::contacts,
            contacts::groups,
            adding::add_by_phone,
            adding::addings,
            adding::cancel_adding,
            adding::adding_rules,
            adding::set_adding_rules,
            groups::download_groups,
            groups::copy_group_settings,
            groups::replace_admin,
            groups::admin_replacements,
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
            export::export_preview,
            export::start_export,
            export::resume_export,
            export::cancel_export,
            export::exports,
            export::open_export,
        ])
        .typ::<crate::commands::CommandError>()
}

/// Writes the TypeScript side of the commands.
pub fn write(file: &Path) -> Result<(), String> {
    builder()
        .export(Typescript::default(), file)
        .map_err(|error| format!("the bindings could not be written to {}: {error}", file.display()))
}
