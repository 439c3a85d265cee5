//! Start-up: logging, the desk, plugins, the window.

use std::sync::Arc;

use secrecy::SecretString;
use tauri::{AppHandle, Manager, RunEvent};
use tauri_plugin_window_state::StateFlags;
use zuoxi_engine::{Desk, Policy, SignInRequest, SystemClock, Timing};
use zuoxi_model::EnvironmentKind;
use zuoxi_store::keyring::OsVault;

use crate::{
    bindings, boundary, cli::Cli, commands::Seat, desktop, faults, leaving, leaving::Leaving, logs, media,
    media::Media, page, practice::practice,
};

/// Opens the window and returns when it is closed.
pub fn open(cli: &Cli) -> Result<(), String> {
    let data_dir = cli.data_dir();
    std::fs::create_dir_all(&data_dir)
        .map_err(|error| format!("the data folder {} could not be made: {error}", data_dir.display()))?;
    logs::start(&data_dir)?;
    let practice = practice(cli.practice_url.as_deref());
    let desk = tauri::async_runtime::block_on(async {
        let (vault, clock) = (Arc::new(OsVault::default()), Arc::new(SystemClock));
        Desk::open(&data_dir, vault, practice, clock, Timing::default())
            .map(|desk| desk.governed_by(Policy::of_this_machine()))
    })
    .map_err(|error| error.to_string())?;

    let mut app = tauri::Builder::default();
    if cli.own_data_dir().is_none() {
        // Two windows on one data folder would be two writers. A folder of its own is a desk of its own.
        app = app.plugin(tauri_plugin_single_instance::init(|app, _, _| desktop::raise(app)));
    }
    #[cfg(target_os = "macos")]
    {
        app = app.on_web_content_process_terminate(page::load_again);
    }
    let sign_in_to_practice = cli.practice;
    let preferences = tauri::async_runtime::block_on(desk.preferences());
    let at_login = cli.at_login;
    // Whether the window is shown is not for what was kept of its place to decide.
    let kept = StateFlags::all() - StateFlags::VISIBLE;
    desktop::plugins(app, cli.own_data_dir())
        .plugin(tauri_plugin_window_state::Builder::default().with_state_flags(kept).build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(bindings::builder().invoke_handler())
        .manage(Seat::new(desk))
        .manage(Media::new()?)
        .manage(Leaving::default())
        .register_asynchronous_uri_scheme_protocol("media", |context, request, responder| {
            let app = context.app_handle().clone();
            tauri::async_runtime::spawn(async move { responder.respond(media::answer(app, request).await) });
        })
        .setup(move |app| {
            let window = boundary::open(app, !desktop::starts_in_tray(&preferences, at_login))?;
            page::watch(window.as_ref())?;
            desktop::start(app, &preferences);
            let app = app.handle().clone();
            tauri::async_runtime::spawn(faults::listen(app.clone()));
            tauri::async_runtime::spawn(async move { begin(&app, sign_in_to_practice).await });
            Ok(())
        })
        .build(tauri::generate_context!())
        .map_err(|error| format!("the window could not be opened: {error}"))?
        .run(on_event);
    Ok(())
}

fn on_event(app: &AppHandle, event: RunEvent) {
    match event {
        RunEvent::ExitRequested { code, api, .. } => leaving::before(app, code, &api),
        // Whoever clicks the console in the dock wants its window, wherever it is.
        #[cfg(target_os = "macos")]
        RunEvent::Reopen { .. } => desktop::raise(app),
        _ => {}
    }
}

/// Goes on where the last session ended, or signs in to practice.
async fn begin(app: &AppHandle, practice: bool) {
    let seat = app.state::<Seat>();
    let begun =
        if practice { seat.desk.sign_in(practice_account()).await.map(Some) } else { seat.desk.resume_last().await };
    if let Err(error) = begun {
        tracing::warn!(%error, "nobody could be signed in at the start; the sign-in page is shown");
    }
}

fn practice_account() -> SignInRequest {
    SignInRequest {
        environment: EnvironmentKind::Practice,
        api_base: None,
        socket_base: None,
        access_key: zuoxi_simulator::ACCESS_KEY.into(),
        access_secret: SecretString::from(zuoxi_simulator::ACCESS_SECRET),
        remember: true,
    }
}
