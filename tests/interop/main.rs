//! The console against Socket.IO servers that know nothing of our code.
//!
//! ```text
//! (cd tests/interop/servers && npm ci) && cargo build -p zuoxi && cargo test -p zuoxi-tests --test interop
//! ```
//!
//! The servers are the originals from npm, one of each generation; `zuoxi doctor` does what the console does until the
//! first events arrive, and says what it found.

mod doctor;
mod server;

use anyhow::{Result, ensure};

use doctor::{ACCESS_SECRET, Visit, visit};
use server::Server;

fn in_good_health(visit: &Visit, protocol: &str) -> Result<()> {
    let report = &visit.report;
    ensure!(visit.status.success() && report.ok, "{report:#?}");
    ensure!(report.environment == "custom");
    ensure!(report.api.ok && report.api.robots == Some(3), "{:?}", report.api);
    ensure!(report.api.sign_in_ms.is_some() && report.api.robots_ms.is_some(), "{:?}", report.api);
    ensure!(report.socket.ok && report.socket.protocol.as_deref() == Some(protocol), "{:?}", report.socket);
    ensure!(report.socket.connect_ms.is_some() && report.cache.ok);
    let Some(listen) = &report.listen else { anyhow::bail!("nothing was counted: {report:#?}") };
    ensure!(listen.seconds == 3 && listen.message > 0 && listen.chat > 0, "{listen:?}");
    ensure!(listen.other == 0 && listen.unrecognised == 0, "{listen:?}");
    ensure!(!visit.output.contains(ACCESS_SECRET), "the doctor repeats the secret");
    Ok(())
}

/// Failing is not enough: IT has to read which part failed, why, and what to do.
fn found_ill(visit: &Visit, part: &str) -> Result<()> {
    ensure!(!visit.status.success() && !visit.report.ok, "{:#?}", visit.report);
    ensure!(visit.has_problem_with(part), "{part} is not named: {:#?}", visit.report.problems);
    ensure!(visit.report.problems.iter().all(|problem| !problem.hint.trim().is_empty()), "a problem without a hint");
    Ok(())
}

#[test]
fn socket_io_2_5_is_recognised_as_engine_io_3_and_its_events_arrive() -> Result<()> {
    let server = Server::start("socket-io-2", &[])?;
    in_good_health(&visit(&server.url(), ACCESS_SECRET, &["--listen", "3"])?, "eio3")
}

#[test]
fn socket_io_4_8_refuses_engine_io_3_and_is_met_with_4() -> Result<()> {
    let server = Server::start("socket-io-4", &[])?;
    in_good_health(&visit(&server.url(), ACCESS_SECRET, &["--listen", "3"])?, "eio4")
}

#[test]
fn socket_io_4_8_in_compatibility_mode_is_met_with_engine_io_3() -> Result<()> {
    let server = Server::start("socket-io-4", &["--allow-eio3"])?;
    in_good_health(&visit(&server.url(), ACCESS_SECRET, &["--listen", "3"])?, "eio3")
}

#[test]
fn a_machine_without_a_keyring_can_work_and_is_told_so() -> Result<()> {
    let server = Server::start("socket-io-4", &[])?;
    let visit = visit(&server.url(), ACCESS_SECRET, &[])?;
    ensure!(visit.status.success() && visit.report.listen.is_none(), "{:#?}", visit.report);
    // Only Linux takes its keyring from the session bus, which is not there.
    ensure!(!cfg!(target_os = "linux") || !visit.report.keyring.ok && visit.has_problem_with("keyring"));
    Ok(())
}

#[test]
fn a_wrong_secret_is_a_problem_of_the_api() -> Result<()> {
    let server = Server::start("socket-io-4", &[])?;
    let visit = visit(&server.url(), "不对的口令", &[])?;
    found_ill(&visit, "api")?;
    ensure!(!visit.output.contains("不对的口令"), "the doctor repeats the secret");
    Ok(())
}

#[test]
fn a_token_that_either_generation_refuses_is_a_problem_of_the_socket() -> Result<()> {
    for generation in ["socket-io-2", "socket-io-4"] {
        let server = Server::start(generation, &["--refuse-token"])?;
        let visit = visit(&server.url(), ACCESS_SECRET, &[])?;
        found_ill(&visit, "socket")?;
        ensure!(visit.report.api.ok, "{generation}: {:?}", visit.report.api);
    }
    Ok(())
}

#[test]
fn a_platform_that_is_not_there_is_a_problem_of_the_api() -> Result<()> {
    let server = Server::start("socket-io-4", &[])?;
    let url = server.url();
    drop(server);
    found_ill(&visit(&url, ACCESS_SECRET, &[])?, "api")
}
