//! opendal, set up for each provider, and what its errors mean to a person.
//!
//! Every service is told its key here and nothing else: opendal would otherwise look for keys in the environment, in
//! files and in the cloud's own metadata, and an upload of one company must not go out under the key of another.

use std::{error::Error as _, sync::Arc};

use opendal::{
    Builder, Configurator, Error, ErrorKind, HttpTransporter, OperationContext, Operator,
    layers::{RetryEvent, RetryInterceptor, RetryLayer},
    services,
};
use secrecy::{ExposeSecret as _, SecretString};
use tokio_util::sync::CancellationToken;

use super::{
    NetworkRules, StorageConfig, StorageProvider, UploadError,
    meter::Meter,
    transport::Transport,
    web::{LineError, Web},
};

/// The operator of a provider; `None` for the practice platform, which opendal does not know.
pub(super) fn build(
    config: &StorageConfig,
    secret: &SecretString,
    web: &Web,
    rules: &NetworkRules,
) -> Result<Option<Operator>, UploadError> {
    let root = Some(format!("/{}", config.clean_folder()));
    let secret = Some(secret.expose_secret().to_owned());
    let trimmed = |text: &str| text.trim().trim_end_matches('/').to_owned();
    let operator = match &config.provider {
        StorageProvider::S3 { endpoint, region, bucket, access_key_id, virtual_host } => {
            let mut service = services::S3Config::default();
            service.root = root;
            service.endpoint = Some(trimmed(endpoint));
            service.region = Some(trimmed(region));
            service.bucket = trimmed(bucket);
            service.access_key_id = Some(trimmed(access_key_id));
            service.secret_access_key = secret;
            service.enable_virtual_host_style = *virtual_host;
            service.disable_config_load = true;
            service.disable_ec2_metadata = true;
            operator(service.into_builder())?
        }
        StorageProvider::Oss { endpoint, bucket, access_key_id } => {
            let mut service = services::OssConfig::default();
            service.root = root;
            service.endpoint = Some(trimmed(endpoint));
            service.bucket = trimmed(bucket);
            service.access_key_id = Some(trimmed(access_key_id));
            service.access_key_secret = secret;
            operator(service.into_builder())?
        }
        StorageProvider::Cos { endpoint, bucket, secret_id } => {
            let service = services::CosConfig {
                root,
                endpoint: Some(trimmed(endpoint)),
                bucket: Some(trimmed(bucket)),
                secret_id: Some(trimmed(secret_id)),
                secret_key: secret,
                disable_config_load: true,
                ..services::CosConfig::default()
            };
            operator(service.into_builder())?
        }
        StorageProvider::Obs { endpoint, bucket, access_key_id } => {
            let mut service = services::ObsConfig::default();
            service.root = root;
            service.endpoint = Some(trimmed(endpoint));
            service.bucket = Some(trimmed(bucket));
            service.access_key_id = Some(trimmed(access_key_id));
            service.secret_access_key = secret;
            operator(service.into_builder())?
        }
        StorageProvider::Webdav { endpoint, username } => {
            let mut service = services::WebdavConfig::default();
            service.root = root;
            service.endpoint = Some(trimmed(endpoint));
            service.username = Some(trimmed(username));
            service.password = secret;
            operator(service.into_builder())?
        }
        StorageProvider::Practice { .. } => return Ok(None),
    };
    let retry = RetryLayer::new()
        .with_max_times(rules.retries)
        .with_min_delay(rules.first_pause)
        .with_max_delay(rules.first_pause * 8)
        .with_notify(Note);
    Ok(Some(carried_by(operator.layer(retry), web, None, &CancellationToken::new())))
}

/// The same operator, its requests counted and cancelled as those of one upload.
pub(super) fn carried_by(
    operator: Operator,
    web: &Web,
    meter: Option<&Arc<Meter>>,
    cancel: &CancellationToken,
) -> Operator {
    let transport = Transport { web: web.clone(), meter: meter.cloned(), cancel: cancel.clone() };
    operator.with_context(OperationContext::new().with_http_transport(HttpTransporter::new(transport)))
}

fn operator(builder: impl Builder) -> Result<Operator, UploadError> {
    // The reason opendal gives may name a value; which of them is wrong was checked field by field before.
    Operator::new(builder)
        .map_err(|_| UploadError::Setting { field: "endpoint", why: "the storage does not take these settings" })
}

/// Logs only what kind of failure it was: the error itself holds the storage's whole answer.
struct Note;

impl RetryInterceptor for Note {
    fn intercept(&self, event: RetryEvent<'_>) {
        let kind = event.err.kind();
        tracing::warn!(operation = ?event.op, %kind, attempt = event.attempt, "a storage request is repeated");
    }
}

/// What an error of opendal means. `place` is the bucket or collection.
pub(super) fn explain(error: &Error, place: &str) -> UploadError {
    if let Some(line) = error.source().and_then(|source| source.downcast_ref::<LineError>()) {
        return line.into();
    }
    let code = code_of(error.message());
    match (error.kind(), code) {
        (_, Some("NoSuchBucket" | "InvalidBucketName")) => UploadError::NoBucket { place: place.to_owned() },
        (_, Some("RequestTimeTooSkewed")) => UploadError::ClockSkewed,
        (
            _,
            Some("AccessDenied" | "InvalidAccessKeyId" | "SignatureDoesNotMatch" | "InvalidSecurity" | "Unauthorized"),
        )
        | (ErrorKind::PermissionDenied, _) => UploadError::Denied,
        (ErrorKind::NotFound, _) => UploadError::NoBucket { place: place.to_owned() },
        (ErrorKind::RateLimited, _) => UploadError::Busy,
        (kind, code) => UploadError::Refused { code: code.map_or_else(|| kind.to_string(), str::to_owned) },
    }
}

/// The storage's code out of the answer that opendal put into its message. Only a plain word is taken: the rest of an
/// answer may hold the signature and the key's id.
fn code_of(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("code: \"")?;
    let (code, _) = rest.split_once('"')?;
    (!code.is_empty() && code.len() <= 64 && code.chars().all(|c| c.is_ascii_alphanumeric())).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_storage_says_becomes_what_a_person_can_do() {
        let answer = |kind, text: &str| explain(&Error::new(kind, text), "uploads");
        let s3 = |code: &str| format!(r#"S3Error {{ code: "{code}", message: "x", resource: "", request_id: "" }}"#);
        let missing = answer(ErrorKind::ConfigInvalid, &s3("NoSuchBucket"));
        assert!(matches!(missing, UploadError::NoBucket { place } if place == "uploads"));
        let skewed = answer(ErrorKind::PermissionDenied, &s3("RequestTimeTooSkewed"));
        assert!(matches!(skewed, UploadError::ClockSkewed));
        assert!(matches!(answer(ErrorKind::PermissionDenied, ""), UploadError::Denied));
        assert!(matches!(answer(ErrorKind::Unexpected, &s3("SignatureDoesNotMatch")), UploadError::Denied));
        assert!(matches!(answer(ErrorKind::NotFound, "<html>"), UploadError::NoBucket { .. }));
        assert!(matches!(answer(ErrorKind::RateLimited, ""), UploadError::Busy));
        let odd = answer(ErrorKind::Unexpected, &s3("EntityTooLarge"));
        assert!(matches!(odd, UploadError::Refused { code } if code == "EntityTooLarge"));
    }

    #[test]
    fn q07_an_answer_is_never_repeated_in_a_message() {
        let leaky = r#"S3Error { code: "Odd <StringToSign>AKID/secret", message: "secret" }"#;
        let told = explain(&Error::new(ErrorKind::Unexpected, leaky), "uploads").to_string();
        assert!(!told.contains("secret"), "{told}");
    }
}
