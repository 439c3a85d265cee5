//! The console against Socket.IO servers and clients that know nothing of our code.
//!
//! ```text
//! cargo xtask setup && cargo build -p zuoxi && cargo test -p zuoxi-tests --test interop -- --nocapture
//! ```
//!
//! - Here: `zuoxi doctor` does what the console does until the first events arrive, and says what it found.
//! - [`servers_elsewhere`]: the client alone, each case on every server of the table in [`seat`].
//! - [`recovery`]: the engine on the same servers, while they are killed and stopped.
//! - [`stop_the_world`]: a server that stops for so long as a collector of garbage may, and not longer than it says itself.
//! - [`tls`]: whose certificate is accepted.
//! - [`proxy`]: behind a company's proxy.
//! - [`clients_elsewhere`]: other people's clients on the practice platform.
//!
//! The servers and clients are the originals from npm, `PyPI` and crates.io, of both generations of the protocol. Each
//! runs in a process of its own, says what it is and what happens, and takes orders, in lines of JSON.

mod clients_elsewhere;
mod doctor;
mod door;
#[cfg(target_os = "linux")]
mod proxy;
mod recovery;
mod seat;
mod server;
mod servers_elsewhere;
mod socketioxide;
#[cfg(unix)]
mod stop_the_world;
#[cfg(target_os = "linux")]
mod tls;

use anyhow::{Result, ensure};

use doctor::{ACCESS_SECRET, Visit, visit, visit_on};
use server::{Kind, Server};

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

#[tokio::test]
async fn socket_io_2_5_is_recognised_as_engine_io_3_and_its_events_arrive() -> Result<()> {
    let server = Server::start(Kind::SocketIo2, &[]).await?;
    in_good_health(&visit(&server.url(), ACCESS_SECRET, &["--listen", "3"])?, "eio3")
}

#[tokio::test]
async fn socket_io_4_8_refuses_engine_io_3_and_is_met_with_4() -> Result<()> {
    let server = Server::start(Kind::SocketIo4, &[]).await?;
    in_good_health(&visit(&server.url(), ACCESS_SECRET, &["--listen", "3"])?, "eio4")
}

#[tokio::test]
async fn socket_io_4_8_in_compatibility_mode_is_met_with_engine_io_3() -> Result<()> {
    let server = Server::start(Kind::SocketIo4, &["--allow-eio3"]).await?;
    in_good_health(&visit(&server.url(), ACCESS_SECRET, &["--listen", "3"])?, "eio3")
}

#[tokio::test]
async fn a_machine_without_a_keyring_can_work_and_is_told_so() -> Result<()> {
    let server = Server::start(Kind::SocketIo4, &[]).await?;
    let visit = visit(&server.url(), ACCESS_SECRET, &[])?;
    ensure!(visit.status.success() && visit.report.listen.is_none(), "{:#?}", visit.report);
    // Only Linux takes its keyring from the session bus, which is not there.
    ensure!(!cfg!(target_os = "linux") || !visit.report.keyring.ok && visit.has_problem_with("keyring"));
    Ok(())
}

#[tokio::test]
async fn a_wrong_secret_is_a_problem_of_the_api() -> Result<()> {
    let server = Server::start(Kind::SocketIo4, &[]).await?;
    let visit = visit(&server.url(), "不对的口令", &[])?;
    found_ill(&visit, "api")?;
    ensure!(!visit.output.contains("不对的口令"), "the doctor repeats the secret");
    Ok(())
}

#[tokio::test]
async fn a_token_that_either_generation_refuses_is_a_problem_of_the_socket() -> Result<()> {
    for generation in [Kind::SocketIo2, Kind::SocketIo4] {
        let server = Server::start(generation, &["--refuse-token"]).await?;
        let visit = visit(&server.url(), ACCESS_SECRET, &[])?;
        found_ill(&visit, "socket")?;
        ensure!(visit.report.api.ok, "{generation:?}: {:?}", visit.report.api);
    }
    Ok(())
}

#[tokio::test]
async fn a_platform_that_is_not_there_is_a_problem_of_the_api() -> Result<()> {
    let server = Server::start(Kind::SocketIo4, &[]).await?;
    let url = server.url();
    drop(server);
    found_ill(&visit(&url, ACCESS_SECRET, &[])?, "api")
}

#[tokio::test]
async fn an_environment_that_the_organisation_does_not_allow_is_a_problem_of_the_policy() -> Result<()> {
    let server = Server::start(Kind::SocketIo4, &[]).await?;
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("policy.toml");
    let visit = || visit_on(&server.url(), &server.url(), ACCESS_SECRET, &[], &[("ZUOXI_POLICY", file.as_path())]);
    for (rules, allowed) in [
        (format!("allowed_environments = [\"{}\"]\n", server.url()), true),
        ("allowed_environments = [\"production\"]\n".to_owned(), false),
        ("allowed_environment = [\"custom\"]\n".to_owned(), false),
    ] {
        std::fs::write(&file, &rules)?;
        let visit = visit()?;
        ensure!(visit.report.policy.ok == allowed && visit.status.success() == allowed, "{rules}: {:#?}", visit.report);
        ensure!(visit.report.policy.file.as_deref() == file.to_str(), "{:?}", visit.report.policy);
        ensure!(visit.report.policy.problem.is_some() == rules.starts_with("allowed_environment ="), "{rules}");
        if !allowed {
            found_ill(&visit, "policy")?;
        }
    }
    Ok(())
}
