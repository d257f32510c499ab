"""Customer service by agents per department and country, after TNO 2026, §3.3 (HelloPrint's Anna)."""
