//! Where pictures may come from. Addresses come from customers and from the platform, so a fetch must not be a way
//! into the company's own network (SSRF): private, loopback and link-local places are refused, by name and by
//! number, at the first address and after every redirect.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::fetch::Refusal;

/// Refuses an address that is not plain web, or that names a private place that is not in `listed`.
pub fn check(url: &Url, listed: &[String]) -> Result<(), Refusal> {
    if !matches!(url.scheme(), "http" | "https") || !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::Forbidden);
    }
    let host = url.host().ok_or(Refusal::Forbidden)?;
    if listed.iter().any(|name| url.host_str() == Some(name)) {
        return Ok(());
    }
    let public = match host {
        Host::Ipv4(ip) => is_public(IpAddr::V4(ip)),
        Host::Ipv6(ip) => is_public(IpAddr::V6(ip)),
        // What a name stands for is checked when it is resolved.
        Host::Domain(name) => !name.eq_ignore_ascii_case("localhost") && !name.ends_with(".localhost"),
    };
    if public { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// True for an address of the public internet.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => match ip.to_ipv4_mapped() {
            Some(mapped) => is_public_v4(mapped),
            None => is_public_v6(ip),
        },
    }
}

fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, ..] = ip.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let benchmarking = a == 198 && (b == 18 || b == 19);
    let reserved = a == 0 || a >= 240;
    !(ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_multicast()
        || ip.is_documentation()
        || shared
        || benchmarking
        || reserved)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, ..] = ip.segments();
    let translated = first == 0x64 && second == 0xff9b;
    let documentation = first == 0x2001 && second == 0xdb8;
    let six_to_four = first == 0x2002;
    !(ip.is_loopback()
        || ip.is_unspecified()
        || ip.is_multicast()
        || ip.is_unique_local()
        || ip.is_unicast_link_local()
        || translated
        || documentation
        || six_to_four)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_places_are_refused_by_number_and_by_name() {
        let allowed = |address: &str| check(&Url::parse(address).unwrap(), &["10.1.2.3".to_owned()]).is_ok();
        for fine in ["https://wework.qpic.cn/a", "http://8.8.8.8/", "http://[2606:4700::1111]/", "http://10.1.2.3/"] {
            assert!(allowed(fine), "{fine}");
        }
        for refused in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://localhost:8080/",
            "http://LOCALHOST/",
            "http://a.localhost/",
            "http://10.0.0.1/",
            "http://192.168.1.1/",
            "http://172.16.0.1/",
            "http://169.254.169.254/latest/meta-data",
            "http://100.64.0.1/",
            "http://0.0.0.0/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://user:word@example.com/",
            "file:///etc/passwd",
            "ftp://example.com/",
            "data:text/html,x",
        ] {
            assert!(!allowed(refused), "{refused}");
        }
    }
}
