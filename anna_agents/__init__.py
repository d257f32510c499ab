"""Customer service by agents per department and country (TNO 2026, §3.3: Anna)."""
