//! Where the company keeps its uploads, as the settings page fills it in.

use serde::{Deserialize, Serialize};
use specta::Type;
use url::{Host, Url};
use zuoxi_model::AccountId;

use super::{UploadError, name, public};

/// The storage and the address under which the world reads it. Holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StorageConfig {
    pub provider: StorageProvider,
    /// A folder of the bucket or of the `WebDAV` collection that uploads go to; empty for its root.
    pub folder: String,
    /// The public address of the bucket's or collection's root: plain http(s), without a query string (Q56). The folder
    /// is part of every file's address below it.
    pub public_base: String,
}

/// Whose storage it is, and how to reach it. The matching secret is the key's other half, the password or the token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum StorageProvider {
    /// Anything that speaks Amazon's S3, such as `MinIO`, R2 or AWS itself.
    S3 {
        endpoint: String,
        region: String,
        bucket: String,
        access_key_id: String,
        /// `bucket.host/key` rather than `host/bucket/key`.
        virtual_host: bool,
    },
    /// Aliyun OSS. The endpoint is that of the region, without the bucket.
    Oss { endpoint: String, bucket: String, access_key_id: String },
    /// Tencent COS. The endpoint is that of the region, the bucket carries its account (`name-1250000000`).
    Cos { endpoint: String, bucket: String, secret_id: String },
    /// Huawei OBS. The endpoint is that of the region, without the bucket.
    Obs { endpoint: String, bucket: String, access_key_id: String },
    /// A collection of a `WebDAV` server, with a user's name and password.
    Webdav { endpoint: String, username: String },
    /// The practice platform's own storage. The secret is the session's token.
    Practice { base: String },
}

impl StorageConfig {
    /// The practice platform's storage; `base` is the address of its REST calls.
    #[must_use]
    pub fn practice(base: &str) -> Self {
        let base = base.trim_end_matches('/');
        Self {
            provider: StorageProvider::Practice { base: base.to_owned() },
            folder: String::new(),
            public_base: format!("{base}/media/upload"),
        }
    }

    /// The name under which the keyring keeps the secret of an account's storage.
    #[must_use]
    pub fn secret_name(account: &AccountId) -> String {
        format!("{account}/storage-secret")
    }

    /// Refuses what cannot work, before anything goes over the network.
    pub(super) fn validate(&self) -> Result<(), UploadError> {
        let base = web_address("publicBase", &self.public_base)?;
        if base.query().is_some() || base.fragment().is_some() {
            return Err(UploadError::HasQuery { address: public::without_query(&base) });
        }
        match &self.provider {
            StorageProvider::S3 { endpoint, region, bucket, access_key_id, .. } => {
                web_address("endpoint", endpoint)?;
                filled("region", region)?;
                filled("bucket", bucket)?;
                filled("accessKeyId", access_key_id)
            }
            StorageProvider::Oss { endpoint, bucket, access_key_id }
            | StorageProvider::Obs { endpoint, bucket, access_key_id } => {
                web_address("endpoint", endpoint)?;
                filled("bucket", bucket)?;
                filled("accessKeyId", access_key_id)
            }
            StorageProvider::Cos { endpoint, bucket, secret_id } => {
                web_address("endpoint", endpoint)?;
                filled("bucket", bucket)?;
                filled("secretId", secret_id)
            }
            StorageProvider::Webdav { endpoint, username } => {
                sheltered("endpoint", &web_address("endpoint", endpoint)?)?;
                filled("username", username)
            }
            StorageProvider::Practice { base } => sheltered("base", &web_address("base", base)?),
        }
    }

    /// The folder without slashes at its ends and without ways out of it; empty for the root.
    pub(super) fn clean_folder(&self) -> String {
        let parts = self.folder.split(['/', '\\']).filter(|part| !part.trim_matches(['.', ' ']).is_empty());
        parts.map(name::safe_name).collect::<Vec<_>>().join("/")
    }

    /// What the provider calls the place that has to exist, for error messages.
    pub(super) fn place(&self) -> &str {
        match &self.provider {
            StorageProvider::S3 { bucket, .. }
            | StorageProvider::Oss { bucket, .. }
            | StorageProvider::Cos { bucket, .. }
            | StorageProvider::Obs { bucket, .. } => bucket,
            StorageProvider::Webdav { endpoint, .. } => endpoint,
            StorageProvider::Practice { base } => base,
        }
    }
}

fn filled(field: &'static str, value: &str) -> Result<(), UploadError> {
    if value.trim().is_empty() {
        return Err(UploadError::Setting { field, why: "it is empty" });
    }
    Ok(())
}

fn web_address(field: &'static str, text: &str) -> Result<Url, UploadError> {
    filled(field, text)?;
    let wrong = |why| UploadError::Setting { field, why };
    let url = Url::parse(text.trim()).map_err(|_| wrong("it is not a web address; it begins with https://"))?;
    if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
        return Err(wrong("it is not a web address; it begins with https://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("a name or password does not belong into the address"));
    }
    Ok(url)
}

/// Passwords and tokens go over the wire as they are, unlike the signatures of the object storages; so only TLS or a
/// network of one's own may carry them.
fn sheltered(field: &'static str, url: &Url) -> Result<(), UploadError> {
    let own = match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback() || ip.is_private(),
        Some(Host::Ipv6(ip)) => ip.is_loopback() || ip.is_unique_local(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    if url.scheme() == "https" || own {
        return Ok(());
    }
    Err(UploadError::Setting { field, why: "the password would travel in clear text; use https://" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn webdav(endpoint: &str, public_base: &str) -> StorageConfig {
        let provider = StorageProvider::Webdav { endpoint: endpoint.into(), username: "seat".into() };
        StorageConfig { provider, folder: String::new(), public_base: public_base.into() }
    }

    #[test]
    fn settings_that_cannot_work_name_the_field() {
        let refused = |config: StorageConfig| match config.validate() {
            Err(UploadError::Setting { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        assert_eq!(refused(webdav("dav.example.com", "https://x.cn")), "endpoint");
        assert_eq!(refused(webdav("http://dav.example.com/", "https://x.cn")), "endpoint");
        assert_eq!(refused(webdav("https://seat:pw@dav.example.com/", "https://x.cn")), "endpoint");
        assert_eq!(refused(webdav("https://dav.example.com/", "")), "publicBase");
        assert_eq!(refused(webdav("https://dav.example.com/", "ftp://x.cn")), "publicBase");
        assert!(webdav("https://dav.example.com/", "https://x.cn").validate().is_ok());
        assert!(webdav("http://127.0.0.1:80/", "https://x.cn").validate().is_ok());
    }

    #[test]
    fn q56_a_public_address_with_a_query_string_is_refused_in_the_settings() {
        let config = webdav("https://dav.example.com/", "https://x.cn/?token=1");
        assert!(matches!(config.validate(), Err(UploadError::HasQuery { .. })));
    }

    #[test]
    fn a_folder_cannot_lead_out_of_the_bucket() {
        let folder = |text: &str| StorageConfig { folder: text.into(), ..webdav("", "") }.clean_folder();
        assert_eq!(folder(""), "");
        assert_eq!(folder("/客服//zuoxi/"), "客服/zuoxi");
        assert_eq!(folder("../../a/./b"), "a/b");
    }

    #[test]
    fn the_settings_travel_as_the_window_writes_them() {
        let text = serde_json::to_string(&StorageConfig::practice("http://127.0.0.1:9/")).unwrap();
        assert_eq!(
            text,
            r#"{"provider":{"kind":"practice","base":"http://127.0.0.1:9"},"folder":"","publicBase":"http://127.0.0.1:9/media/upload"}"#
        );
        assert_eq!(
            serde_json::from_str::<StorageConfig>(&text).unwrap(),
            StorageConfig::practice("http://127.0.0.1:9")
        );
    }
}
