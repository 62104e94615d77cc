//! Where a client is. Forwarded headers count only when a trusted proxy wrote them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A range of addresses, such as `10.0.0.0/8` or `fd00::/8`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Network {
    base: u128,
    bits: u32,
}

/// Why a text is not a range of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not a range of addresses; write it as 10.0.0.0/8")]
pub struct NotANetwork(pub String);

/// Bits in front of an IPv4 address that is written as IPv6.
const MAPPED_BITS: u32 = 96;
/// One household or server has this much of IPv6.
const IPV6_CLIENT_BITS: u32 = 64;

impl Network {
    /// Whether an address lies in it.
    pub fn contains(&self, address: IpAddr) -> bool {
        masked(number(address), self.bits) == self.base
    }
}

impl FromStr for Network {
    type Err = NotANetwork;
    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let wrong = || NotANetwork(text.to_owned());
        let (address, bits) = text.trim().split_once('/').map_or((text.trim(), None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let (width, before) = if address.is_ipv4() { (32, MAPPED_BITS) } else { (128, 0) };
        let bits: u32 = bits.map_or(Ok(width), str::parse).map_err(|_| wrong())?;
        if bits > width {
            return Err(wrong());
        }
        let bits = bits + before;
        Ok(Self { base: masked(number(address), bits), bits })
    }
}

/// The client behind a connection from `peer`. `forwarded` are the values of `X-Forwarded-For`, first header
/// first: each proxy appends whom it heard, so the list is read from its end, for as long as proxies are ours.
pub fn find_client<'h>(
    peer: IpAddr,
    forwarded: impl DoubleEndedIterator<Item = &'h str>,
    trusted: &[Network],
) -> IpAddr {
    let is_trusted = |address: IpAddr| trusted.iter().any(|network| network.contains(address));
    let mut client = peer.to_canonical();
    for entry in forwarded.rev().flat_map(|value| value.rsplit(',')) {
        if !is_trusted(client) {
            break;
        }
        // What is not an address was not written by a proxy of ours; whoever sent it is the client.
        let Some(heard) = read_entry(entry) else { break };
        client = heard;
    }
    client
}

/// One client as limits count it: an IPv4 address, or the first half of an IPv6 one.
pub fn client_key(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            Ipv6Addr::from_bits(masked(address.to_bits(), IPV6_CLIENT_BITS)).to_string()
        }
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`.
fn read_entry(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let address = entry
        .parse::<IpAddr>()
        .ok()
        .or_else(|| entry.parse::<std::net::SocketAddr>().ok().map(|socket| socket.ip()))
        .or_else(|| entry.strip_prefix('[')?.strip_suffix(']')?.parse().ok())?;
    Some(address.to_canonical())
}

fn number(address: IpAddr) -> u128 {
    match address.to_canonical() {
        IpAddr::V4(address) => mapped(address).to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

fn mapped(address: Ipv4Addr) -> Ipv6Addr {
    address.to_ipv6_mapped()
}

fn masked(number: u128, bits: u32) -> u128 {
    if bits == 0 { 0 } else { number & (u128::MAX << (128 - bits)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(peer: &str, forwarded: &[&str], trusted: &[&str], client: &str) {
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().expect("network")).collect();
        let found = find_client(peer.parse().expect("peer"), forwarded.iter().copied(), &trusted);
        assert_eq!(found.to_string(), client, "{peer} {forwarded:?} {trusted:?}");
    }

    #[test]
    fn forwarded_headers_count_only_from_trusted_proxies() {
        check("203.0.113.9", &["198.51.100.1"], &[], "203.0.113.9");
        check("203.0.113.9", &["198.51.100.1"], &["10.0.0.0/8"], "203.0.113.9");
        check("10.0.0.1", &["198.51.100.1"], &["10.0.0.0/8"], "198.51.100.1");
        check("::ffff:10.0.0.1", &["198.51.100.1"], &["10.0.0.0/8"], "198.51.100.1");
        check("fd00::1", &["2001:db8::5"], &["fd00::/8"], "2001:db8::5");
    }

    #[test]
    fn what_the_client_wrote_itself_is_not_believed() {
        check("10.0.0.1", &["1.1.1.1, 198.51.100.1"], &["10.0.0.0/8"], "198.51.100.1");
        check("10.0.0.1", &["1.1.1.1", "198.51.100.1, 10.0.0.2"], &["10.0.0.0/8"], "198.51.100.1");
        check("10.0.0.1", &["nonsense"], &["10.0.0.0/8"], "10.0.0.1");
        check("10.0.0.1", &["1.1.1.1, nonsense, 10.0.0.2"], &["10.0.0.0/8"], "10.0.0.2");
        check("10.0.0.1", &["[2001:db8::5]:4711"], &["10.0.0.1"], "2001:db8::5");
    }

    #[test]
    fn a_household_of_ipv6_counts_once() {
        assert_eq!(client_key("2001:db8:1:2:3:4:5:6"), client_key("2001:db8:1:2::9"));
        assert_ne!(client_key("2001:db8:1:2::9"), client_key("2001:db8:1:3::9"));
        assert_eq!(client_key("::ffff:192.0.2.1"), "192.0.2.1");
        assert_eq!(client_key("-"), "-");
    }

    #[test]
    fn a_range_that_makes_no_sense_is_refused() {
        for text in ["", "10.0.0.0/33", "10.0.0/8", "fd00::/129", "here"] {
            assert!(text.parse::<Network>().is_err(), "{text}");
        }
        assert!("0.0.0.0/0".parse::<Network>().is_ok_and(|all| all.contains(IpAddr::from([192, 0, 2, 1]))));
    }
}
