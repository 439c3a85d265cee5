//! Whose certificate is accepted: one that a CA signed which the machine trusts, for the name that was asked for.
//!
//! The servers are Node's own. The console takes its CAs from the machine: on Linux OpenSSL's, which reads one more file
//! if `SSL_CERT_FILE` names it. So the console that trusts a company's CA is a process of its own here, the doctor.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use tempfile::TempDir;
use zuoxi_model::{DownReason, Environment, EnvironmentKind, ProtocolChoice};
use zuoxi_platform::{Credentials, Platform};

use crate::doctor::{ACCESS_SECRET, visit_on};
use crate::seat::api;
use crate::server::{Kind, Server};
use crate::{found_ill, in_good_health};

const GENERATIONS: [(Kind, &str, ProtocolChoice); 2] =
    [(Kind::SocketIo2, "eio3", ProtocolChoice::Eio3), (Kind::SocketIo4, "eio4", ProtocolChoice::Eio4)];

/// A company's CA, and what it has signed for one server.
pub struct Company {
    folder: TempDir,
}

impl Company {
    pub fn signing_for(name: &str) -> Result<Self> {
        let mut params = CertificateParams::default();
        params.distinguished_name.push(DnType::CommonName, "interop company CA");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let ca = CertifiedIssuer::self_signed(params, KeyPair::generate()?)?;
        let key = KeyPair::generate()?;
        let certificate = CertificateParams::new([name.to_owned()])?.signed_by(&key, &ca)?;
        let company = Self { folder: tempfile::tempdir()? };
        std::fs::write(company.file("ca.pem"), ca.pem())?;
        std::fs::write(company.file("certificate.pem"), certificate.pem())?;
        std::fs::write(company.file("key.pem"), key.serialize_pem())?;
        Ok(company)
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub async fn server(&self, kind: Kind) -> Result<Server> {
        let (certificate, key) = (self.file("certificate.pem"), self.file("key.pem"));
        Server::start(kind, &["--tls", &certificate.to_string_lossy(), &key.to_string_lossy()]).await
    }
}

fn secure(server: &Server) -> String {
    server.url().replacen("http:", "https:", 1)
}

#[tokio::test]
async fn a_console_that_trusts_the_companys_ca_works_over_tls() -> Result<()> {
    let company = Company::signing_for("127.0.0.1")?;
    for (kind, protocol, _) in GENERATIONS {
        let server = company.server(kind).await?;
        let url = secure(&server);
        let trusts = [("SSL_CERT_FILE", company.file("ca.pem"))];
        let trusts = trusts.each_ref().map(|(name, file)| (*name, file.as_path()));
        in_good_health(&visit_on(&url, &url, ACCESS_SECRET, &["--listen", "3"], &trusts)?, protocol)?;
    }
    Ok(())
}

#[tokio::test]
async fn a_certificate_of_a_stranger_or_for_another_name_is_refused() -> Result<()> {
    let (company, stranger) = (Company::signing_for("127.0.0.1")?, Company::signing_for("127.0.0.1")?);
    let elsewhere = Company::signing_for("chat.example.com")?;
    for (server_of, trusted) in [(&stranger, &company), (&elsewhere, &elsewhere)] {
        let server = server_of.server(Kind::SocketIo4).await?;
        let url = secure(&server);
        let ca = trusted.file("ca.pem");
        let visit = visit_on(&url, &url, ACCESS_SECRET, &[], &[("SSL_CERT_FILE", ca.as_path())])?;
        found_ill(&visit, "api")?;
        ensure!(visit.report.problems.iter().any(|problem| problem.message.contains("certificate")), "{visit:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_socket_with_a_certificate_of_a_stranger_is_unreachable_and_says_why() -> Result<()> {
    let stranger = Company::signing_for("127.0.0.1")?;
    let api = api("good for nothing").await;
    for (kind, _, protocol) in GENERATIONS {
        let server = stranger.server(kind).await?;
        for protocol in [protocol, ProtocolChoice::Auto] {
            let environment = Environment {
                kind: EnvironmentKind::Custom,
                api_base: api.uri(),
                socket_base: secure(&server),
                media_hosts: Vec::new(),
                protocol,
            };
            let credentials = Credentials { access_key: "interop".into(), access_secret: "interop".to_owned().into() };
            let platform = Platform::new(environment, credentials)?;
            platform.sign_in().await?;
            let refused = platform.connect(None).await.err();
            let told = matches!(&refused, Some(DownReason::Unreachable { message }) if message.contains("certificate"));
            ensure!(told, "{kind:?} in {protocol:?}: {refused:?}");
            ensure!(!format!("{refused:?}").contains("good for nothing"), "it repeats the token");
        }
    }
    Ok(())
}
