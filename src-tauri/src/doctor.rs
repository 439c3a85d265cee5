//! `zuoxi doctor`: the headless check, on the command line.

use std::{io::Read, path::Path, process::ExitCode, sync::Arc, time::Duration};

use secrecy::SecretString;
use zuoxi_engine::{DoctorReport, Examination, Policy, custom_environment, examine};
use zuoxi_model::Environment;
use zuoxi_platform::Credentials;
use zuoxi_store::keyring::OsVault;

use crate::{
    cli::{DoctorOptions, EnvironmentName},
    practice::practice,
};

/// Examines and prints; the exit code is 0 if nothing stands in the way.
pub fn run(options: &DoctorOptions, data_dir: &Path) -> Result<ExitCode, String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| error.to_string())?;
    let report = runtime.block_on(report(options, data_dir))?;
    print(&report, options.json)?;
    Ok(if report.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn report(options: &DoctorOptions, data_dir: &Path) -> Result<DoctorReport, String> {
    let practice = practice(None);
    let environment = match options.env {
        EnvironmentName::Practice => Environment::practice(&practice.base().await?),
        EnvironmentName::Test => Environment::test(),
        EnvironmentName::Production => Environment::production(),
        EnvironmentName::Custom => {
            let api = options.api.as_deref().unwrap_or_default();
            custom_environment(api, options.socket.as_deref()).map_err(|error| error.to_string())?
        }
    };
    let credentials = match (options.env, options.access_key.clone()) {
        (EnvironmentName::Practice, None) => Credentials {
            access_key: zuoxi_simulator::ACCESS_KEY.into(),
            access_secret: SecretString::from(zuoxi_simulator::ACCESS_SECRET),
        },
        (_, Some(access_key)) => Credentials { access_key, access_secret: secret_from_input()? },
        (_, None) => return Err("--access-key is missing; the secret is read from standard input".into()),
    };
    let examination = Examination {
        environment,
        credentials,
        vault: Arc::new(OsVault::default()),
        data_dir,
        policy: Policy::of_this_machine(),
        listen: options.listen.map(Duration::from_secs),
    };
    Ok(examine(examination).await)
}

fn secret_from_input() -> Result<SecretString, String> {
    let mut secret = String::new();
    std::io::stdin()
        .read_to_string(&mut secret)
        .map_err(|error| format!("the secret could not be read from standard input: {error}"))?;
    match secret.trim_end_matches(['\r', '\n']) {
        "" => Err("standard input holds no secret".into()),
        secret => Ok(SecretString::from(secret)),
    }
}

#[allow(clippy::print_stdout, reason = "the findings are this command's output")]
fn print(report: &DoctorReport, json: bool) -> Result<(), String> {
    if json {
        println!("{}", serde_json::to_string(report).map_err(|error| error.to_string())?);
        return Ok(());
    }
    let known = |value: Option<u64>| value.map_or_else(|| "-".to_owned(), |ms| format!("{ms} ms"));
    let mark = |ok: bool| if ok { "ok  " } else { "FAIL" };
    let policy = &report.policy;
    println!("{} policy   {}", mark(policy.ok), policy.policy.file.as_deref().unwrap_or("none on this machine"));
    let way = |proxy: &Option<String>| proxy.clone().unwrap_or_else(|| "direct".to_owned());
    println!("     proxy    calls {}, socket {}", way(&report.proxy.api), way(&report.proxy.socket));
    let named = report.trust.named.as_ref().map(|named| format!(" and {named}")).unwrap_or_default();
    println!("{} trust    {}{named}", mark(report.trust.ok), report.trust.store);
    let api = &report.api;
    println!(
        "{} api      sign-in {}, robots {} ({})",
        mark(api.ok),
        known(api.sign_in_ms),
        api.robots.map_or_else(|| "-".to_owned(), |count| count.to_string()),
        known(api.robots_ms)
    );
    let protocol = report.socket.protocol.map_or_else(|| "-".to_owned(), |protocol| format!("{protocol:?}"));
    println!("{} socket   {protocol}, connected in {}", mark(report.socket.ok), known(report.socket.connect_ms));
    if let Some(heard) = &report.listen {
        println!(
            "     listened {} s: {} messages, {} chats, {} other, {} not understood",
            heard.seconds, heard.message, heard.chat, heard.other, heard.unrecognised
        );
    }
    println!("{} keyring", mark(report.keyring.ok));
    println!(
        "{} cache    SQLCipher {} in {}",
        mark(report.cache.ok),
        report.cache.cipher.as_deref().unwrap_or("-"),
        report.cache.path
    );
    println!("     storage  {}", if report.storage.configured { "configured" } else { "not configured" });
    for problem in &report.problems {
        println!("\n{}: {}\n  {}", problem.part, problem.message, problem.hint);
    }
    Ok(())
}
