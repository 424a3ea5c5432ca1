"""The made-up fields and cities of the example."""


def named(key: str, en: str, id_: str = "", ko: str = "", **cells: str) -> dict[str, str]:
    """Give a row with a name in up to three languages."""
    return {"id": key, "name@en": en, "name@id": id_, "name@ko": ko, **cells}


FIELDS = [
    named("urban", "Urban development", "Pembangunan perkotaan", "도시 개발", notation="1"),
    named(
        "planning",
        "Urban planning",
        "Perencanaan kota",
        "도시 계획",
        broader="urban",
        notation="1.1",
    ),
    named(
        "slums", "Slum upgrading", "Penataan kawasan kumuh", "노후 주거지 정비", broader="planning"
    ),
    named(
        "riverside",
        "Riverside renewal",
        "Revitalisasi tepi sungai",
        "하천변 정비",
        broader="planning",
    ),
    named(
        "transport",
        "Urban transport",
        "Transportasi perkotaan",
        "도시 교통",
        broader="urban",
        notation="1.2",
    ),
    named(
        "smart-bus",
        "Smart public transport",
        "Angkutan umum cerdas",
        "스마트 대중교통",
        broader="transport",
    ),
    named("society", "Society", "Sosial kemasyarakatan", "사회", notation="2"),
    named("education", "Education", "Pendidikan", "교육", broader="society", notation="2.1"),
    named("pupils", "Pupil exchange", "Pertukaran pelajar", "학생 교류", broader="education"),
    named("health", "Health", "Kesehatan", "보건", broader="society", notation="2.2"),
    named(
        "culture-group",
        "Culture and tourism",
        "Kebudayaan dan pariwisata",
        "문화·관광",
        notation="3",
    ),
    named(
        "culture",
        "Culture",
        "Kebudayaan",
        "문화",
        broader="culture-group",
        notation="3.1",
        **{
            "definition@en": "Arts, festivals and museums.",
            "definition@id": "Seni, festival, dan museum.",
            "definition@ko": "예술, 축제, 박물관.",
        },
    ),
    named("festivals", "Festivals", "Festival", "축제", broader="culture"),
    named("tourism", "Tourism", "Pariwisata", "관광", broader="culture-group", notation="3.10"),
    named(
        "heritage",
        "Heritage",
        "Warisan budaya",
        "문화유산",
        broader="culture-group",
        notation="3.2",
    ),
]

CITIES = [
    named("exampleton", "Exampleton", "Contohkota", "예시시", country="ID", level="city"),
    named(
        "samplebourg",
        "Samplebourg",
        "Sampelburg",
        "샘플부르",
        country="KR",
        level="metropolitan-city",
    ),
    named("mockford", "Mockford", "Mockford", "모크퍼드", country="GB", level="city"),
    named(
        "demo-bay",
        "Demoville-upon-Bay",
        "Demoville-upon-Bay",
        "데모빌어폰베이",
        country="AU",
        level="city",
    ),
    named("fixtureville", "Fixtureville", "", "", country="DE", level="city"),
    named("testopolis", "Testopolis", "Testopolis", "테스토폴리스", country="KR", level="city"),
    named("placeholder", "Placeholder", "", "플레이스홀더", country="JP", level="city"),
]
