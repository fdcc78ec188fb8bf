"""What is kept of the address that a failed sign-in came from. Pure functions."""

from ipaddress import IPv6Address, ip_address, ip_network

KEPT_DAYS = 90
_NETWORK_BITS = 48  # of an IPv6 address: those of a provider's customer or office


def coarse_network(address: str) -> str:
    """Return the network of an IP address, such as 203.0.113.x or 2001:db8:1::/48; empty for no address."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(ip_network((int(known), _NETWORK_BITS), strict=False))
    plain = known.ipv4_mapped or known if isinstance(known, IPv6Address) else known
    return f"{str(plain).rpartition('.')[0]}.x"
