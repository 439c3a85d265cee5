//! OSS, COS and OBS have no server to run, so their requests are caught on the way by a proxy on loopback and looked at:
//! the right host and path, signed with the right key, the secret nowhere.

use http::Method;
use secrecy::SecretString;
use url::Url;
use zuoxi_engine::{NetworkRules, Storage, StorageConfig, StorageProvider, UploadError};

use crate::{
    desk::brisk,
    servers::{Caught, KEY, SECRET, catching_proxy},
};

/// The write of a storage check as it goes over the wire, and its Authorization.
async fn first_write(provider: StorageProvider) -> (Caught, String) {
    let (proxy, caught) = catching_proxy().await;
    let rules = NetworkRules { proxy: Some(Url::parse(&proxy).unwrap()), ..brisk() };
    let config =
        StorageConfig { provider, folder: "客服/zuoxi".into(), public_base: "http://cdn.example.com".into() };
    let storage = Storage::open_under(&config, &SecretString::from(SECRET), &rules).unwrap();
    // The proxy answers the public read with nothing, which must not pass for the probe.
    let error = storage.check().await.unwrap_err();
    let UploadError::Check { source, .. } = &error else { panic!("{error:?}") };
    assert!(matches!(**source, UploadError::Differs { .. }), "{error:?}");
    let mut caught = std::mem::take(&mut *caught.lock().unwrap());
    for request in &caught {
        let whole = format!("{} {:?}", request.uri, request.headers);
        assert!(!whole.contains(SECRET), "{whole}");
    }
    let methods: Vec<Method> = caught.iter().map(|request| request.method.clone()).collect();
    assert_eq!(methods, [Method::PUT, Method::GET, Method::DELETE]);
    assert!(caught[1].uri.starts_with("http://cdn.example.com/%E5%AE%A2%E6%9C%8D/zuoxi/zuoxi-check-"));
    assert!(!caught[1].headers.contains_key("authorization"), "the public read is a stranger's");
    let write = caught.remove(0);
    assert_eq!(write.headers["content-type"], "text/plain");
    let authorization = write.headers["authorization"].to_str().unwrap().to_owned();
    (write, authorization)
}

const FOLDER: &str = "/%E5%AE%A2%E6%9C%8D/zuoxi/zuoxi-check-";

#[tokio::test]
async fn aliyun_oss_gets_a_signed_request_at_the_buckets_host() {
    let (write, authorization) = first_write(StorageProvider::Oss {
        endpoint: "http://oss-cn-hangzhou.aliyuncs.com".into(),
        bucket: "kefu".into(),
        access_key_id: KEY.into(),
    })
    .await;
    assert!(write.uri.starts_with(&format!("http://kefu.oss-cn-hangzhou.aliyuncs.com{FOLDER}")), "{}", write.uri);
    assert!(authorization.starts_with("OSS") && authorization.contains(KEY), "{authorization}");
}

#[tokio::test]
async fn tencent_cos_gets_a_signed_request_at_the_buckets_host() {
    let (write, authorization) = first_write(StorageProvider::Cos {
        endpoint: "http://cos.ap-guangzhou.myqcloud.com".into(),
        bucket: "kefu-1250000000".into(),
        secret_id: KEY.into(),
    })
    .await;
    let host = "http://kefu-1250000000.cos.ap-guangzhou.myqcloud.com";
    assert!(write.uri.starts_with(&format!("{host}{FOLDER}")), "{}", write.uri);
    assert!(authorization.starts_with("q-sign-algorithm=sha1&q-ak=AKIDZUOXI&"), "{authorization}");
}

#[tokio::test]
async fn huawei_obs_gets_a_signed_request_at_the_buckets_host() {
    let (write, authorization) = first_write(StorageProvider::Obs {
        endpoint: "http://obs.cn-north-4.myhuaweicloud.com".into(),
        bucket: "kefu".into(),
        access_key_id: KEY.into(),
    })
    .await;
    let host = "http://kefu.obs.cn-north-4.myhuaweicloud.com";
    assert!(write.uri.starts_with(&format!("{host}{FOLDER}")), "{}", write.uri);
    assert!(authorization.starts_with("OBS AKIDZUOXI:"), "{authorization}");
}

#[tokio::test]
async fn s3_gets_the_bucket_in_the_host_where_that_is_asked_for() {
    let (write, authorization) = first_write(StorageProvider::S3 {
        endpoint: "http://s3.cn-north-1.amazonaws.com.cn".into(),
        region: "cn-north-1".into(),
        bucket: "kefu".into(),
        access_key_id: KEY.into(),
        virtual_host: true,
    })
    .await;
    let host = "http://kefu.s3.cn-north-1.amazonaws.com.cn";
    assert!(write.uri.starts_with(&format!("{host}{FOLDER}")), "{}", write.uri);
    assert!(authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKIDZUOXI/"), "{authorization}");
    assert!(authorization.contains("/cn-north-1/s3/aws4_request"), "{authorization}");
}
