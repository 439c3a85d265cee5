//! Signing in and out, and what the window is told.

use tauri::State;
use zuoxi_engine::{Push, SignInRequest, SignOutWipe, Snapshot};
use zuoxi_model::{Account, AccountId};

use super::{Answer, Seat};
use crate::push::Outlet;

/// What is known now. The window takes what follows with [`next_push`] under the same `subscription`, a name that it
/// makes up anew each time; the first push follows on the snapshot's number.
#[tauri::command]
#[specta::specta]
pub async fn subscribe(seat: State<'_, Seat>, subscription: String) -> Answer<Snapshot> {
    let (snapshot, changes) = seat.desk.watch().await?;
    seat.tell(subscription, Outlet::open(snapshot.seq, changes));
    Ok(snapshot)
}

/// What changed since the last push that was taken. Waits until something did; after 20 seconds without, the answer has
/// no changes and the last number. None once another subscription took its place.
#[tauri::command]
#[specta::specta]
pub async fn next_push(seat: State<'_, Seat>, subscription: String) -> Answer<Option<Push>> {
    Ok(match seat.outlet(&subscription) {
        Some(outlet) => outlet.next().await,
        None => None,
    })
}

/// The accounts this console knows.
#[tauri::command]
#[specta::specta]
pub async fn accounts(seat: State<'_, Seat>) -> Answer<Vec<Account>> {
    Ok(seat.desk.accounts().await)
}

/// Signs in; refuses a wrong secret before anything is stored.
#[tauri::command]
#[specta::specta]
pub async fn sign_in(seat: State<'_, Seat>, request: SignInRequest) -> Answer<Account> {
    Ok(seat.desk.sign_in(request).await?)
}

/// Puts an account in front: one at work as it is, a remembered one without asking for its secret.
#[tauri::command]
#[specta::specta]
pub async fn resume(seat: State<'_, Seat>, account: AccountId) -> Answer<Account> {
    Ok(seat.desk.resume(&account).await?)
}

/// Signs out of one account; `wipe` says what of it is removed from this machine.
#[tauri::command]
#[specta::specta]
pub async fn sign_out(seat: State<'_, Seat>, account: AccountId, wipe: SignOutWipe) -> Answer<()> {
    Ok(seat.desk.sign_out_of(&account, wipe).await?)
}

/// Removes an account that is not at work from this machine: its cache, its key and its secrets.
#[tauri::command]
#[specta::specta]
pub async fn forget_account(seat: State<'_, Seat>, account: AccountId) -> Answer<()> {
    Ok(seat.desk.forget_account(&account).await?)
}

/// Connects now, as soon as the platform's floor allows.
#[tauri::command]
#[specta::specta]
pub async fn reconnect(seat: State<'_, Seat>) -> Answer<()> {
    seat.desk.engine().await?.reconnect();
    Ok(())
}

/// Asks the keyring again; goes on with the last account if it can be opened now.
#[tauri::command]
#[specta::specta]
pub async fn check_keyring(seat: State<'_, Seat>) -> Answer<Option<Account>> {
    Ok(seat.desk.check_keyring().await?)
}

/// Goes on without waiting for a keyring that does not answer; this session's secrets live in memory.
#[tauri::command]
#[specta::specta]
pub async fn go_without_keyring(seat: State<'_, Seat>) -> Answer<()> {
    seat.desk.go_without_keyring();
    Ok(())
}

/// Sets the damaged cache aside and goes on with a new one, with what was typed.
#[tauri::command]
#[specta::specta]
pub async fn rebuild_cache(seat: State<'_, Seat>) -> Answer<()> {
    Ok(seat.desk.rebuild_cache().await?)
}

/// A notice was read.
#[tauri::command]
#[specta::specta]
pub async fn dismiss_notice(seat: State<'_, Seat>, id: u32) -> Answer<()> {
    seat.desk.dismiss_notice(id);
    Ok(())
}
