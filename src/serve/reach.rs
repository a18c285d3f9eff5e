//! By which addresses the preview can be asked for.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

/// Places that a way leads to from most machines: in home and office networks, and outside (RFC 1918, RFC 5737, RFC 3849).
const AFAR: [&str; 5] = ["192.168.255.254:9", "10.255.255.254:9", "172.31.255.254:9", "192.0.2.1:9", "[2001:db8::1]:9"];

/// The addresses of a preview that listens at `interface`: at least one, and the first is for this machine, unless the
/// interface is that of another network.
#[must_use]
pub fn addresses(interface: Option<IpAddr>, port: u16, base_path: &str) -> Vec<String> {
    hosts(interface).iter().map(|host| format!("http://{host}:{port}{base_path}")).collect()
}

/// The hosts of these addresses.
fn hosts(interface: Option<IpAddr>) -> Vec<String> {
    match interface {
        None => vec!["localhost".to_owned()],
        Some(ip) if ip.is_unspecified() => {
            let own = own_addresses().into_iter().filter(|own| ip.is_ipv6() || own.is_ipv4());
            std::iter::once("localhost".to_owned()).chain(own.map(host)).collect()
        }
        Some(ip) => vec![host(ip)],
    }
}

fn host(ip: IpAddr) -> String {
    match ip {
        IpAddr::V6(ip) => format!("[{ip}]"),
        IpAddr::V4(ip) => ip.to_string(),
    }
}

/// The addresses of this machine from which it would speak to others. Nothing is sent to find them: a socket that is
/// only told where it would send to says from where.
fn own_addresses() -> Vec<IpAddr> {
    let from = |afar: &str| {
        let afar: SocketAddr = afar.parse().ok()?;
        let any: IpAddr =
            if afar.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { std::net::Ipv6Addr::UNSPECIFIED.into() };
        let socket = UdpSocket::bind((any, 0)).ok()?;
        socket.connect(afar).ok()?;
        let own = socket.local_addr().ok()?.ip();
        (!own.is_loopback() && !own.is_unspecified()).then_some(own)
    };
    let mut found: Vec<IpAddr> = Vec::new();
    for own in AFAR.into_iter().filter_map(from) {
        if !found.contains(&own) {
            found.push(own);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_host_can_stand_in_an_address() {
        assert_eq!(hosts(None), ["localhost"]);
        assert_eq!(hosts(Some([192, 0, 2, 1].into())), ["192.0.2.1"]);
        assert_eq!(hosts("2001:db8::7".parse().ok()), ["[2001:db8::7]"]);
        for everywhere in ["0.0.0.0", "::"] {
            let hosts = hosts(everywhere.parse().ok());
            assert_eq!(hosts[0], "localhost");
            assert!(!hosts.iter().any(|host| host.contains("0.0.0.0") || host == "[::]"), "{hosts:?}");
        }
    }
}
