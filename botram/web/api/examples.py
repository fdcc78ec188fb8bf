"""Examples of bodies for the OpenAPI document."""

NEW_VISIT = {
    "level": "VILLAGE",
    "village": "32.16.06.2010",
    "team": 1,
    "venue": {"name": "Balai Desa Sumberjaya", "lat": -6.2431, "lon": 107.0513},
    "opens_at": "2026-12-08T08:00:00+07:00",
    "closes_at": "2026-12-08T14:00:00+07:00",
    "services": [{"service": "KTP_ENROL", "quota": 40}, {"service": "KK_NEW"}],
}
VISIT_CHANGE = {
    "opens_at": "2026-12-09T08:00:00+07:00",
    "closes_at": "2026-12-09T14:00:00+07:00",
    "reason": "Aula dipakai rapat.",
}
PUBLISHING = {"warnings": {"friday": "Warga pulang kerja siang."}}
CANCELLING = {"reason": "Jalan terputus karena banjir."}
CHANGES = {
    "changes": [
        {"action": "move", "visit": "0k3v9m2x", "day": "2026-12-15", "reason": "Jalan terputus karena banjir."},
        {"action": "publish", "visit": "7f5c1n8q", "warnings": {"friday": "Warga pulang kerja siang."}},
    ]
}
STATUS = {
    "id": "3f0c1c9a-6f0e-4d53-9d5b-0b1a5f4f2a11",
    "status": "opened",
    "at": "2026-12-08T08:04:00+07:00",
    "position": [-6.2431, 107.0513],
}
SERVICE_STATE = {
    "id": "3f0c1c9a-6f0e-4d53-9d5b-0b1a5f4f2a12",
    "service": "KTP_ENROL",
    "state": "LIMITED",
    "reason": "BLANKS",
    "at": "2026-12-08T11:30:00+07:00",
}
CLOSING = {
    "id": "3f0c1c9a-6f0e-4d53-9d5b-0b1a5f4f2a13",
    "obstacles": ["NETWORK"],
    "remark": "Jaringan putus pukul 10 sampai 11.",
    "at": "2026-12-08T14:10:00+07:00",
}
BATCH = {
    "entries": [
        {
            "id": "3f0c1c9a-6f0e-4d53-9d5b-0b1a5f4f2a14",
            "service": "KK_NEW",
            "outcome": "ISSUED_ON_SPOT",
            "requests": 1,
            "issued": {"KK": 1},
            "recorded_at": "2026-12-08T08:31:00+07:00",
        }
    ]
}
