"""Labels of the codes that the example uses, in three languages, as the page receives them."""

_TEXT = """
city-level
  city | city | kota | 시
  metropolitan-city | metropolitan city | kota metropolitan | 광역시
agency-kind
  department | department | dinas | 부서
agreement-kind
  loi | letter of intent | surat pernyataan kehendak | 의향서
  mou | memorandum of understanding | memorandum saling pengertian | 양해각서
  friendship | friendship declaration | deklarasi persahabatan | 우호 선언
  renewal | renewal | perpanjangan | 갱신
agreement-status
  signed | signed | ditandatangani | 체결
  unsigned | not signed | belum ditandatangani | 미체결
relation-type
  sister | sister city | kota kembar | 자매도시
  friendship | friendship city | kota persahabatan | 우호도시
commitment-stage
  text | text of the agreement | naskah perjanjian | 협정문
  approval | council approval | persetujuan DPRD | 의회 승인
program-kind
  programme | programme | program | 프로그램
  project | project | proyek | 사업
  training | training | pelatihan | 연수
  exchange | exchange | pertukaran | 교류
  secondment | secondment | penugasan pegawai | 파견
  study-visit | study visit | kunjungan studi | 시찰
program-status
  planned | planned | direncanakan | 계획
  under-way | under way | berjalan | 진행 중
  completed | completed | selesai | 완료
  suspended | suspended | ditangguhkan | 중단
  cancelled | cancelled | dibatalkan | 취소
  not-realised | not realised | tidak terlaksana | 미실현
funding
  city-budget | city budget | anggaran kota | 시 예산
  national | national budget | anggaran nasional | 국가 예산
outcome-kind
  output | output | keluaran | 산출물
  outcome | outcome | hasil | 성과
  impact | impact | dampak | 영향
obstacle-kind
  framework | unclear framework | kerangka kerja tidak jelas | 협력 틀 불명확
  budget | budget | anggaran | 예산
event-kind
  visit | visit | kunjungan | 방문
  talks | talks | perundingan | 협의
  signing | signing | penandatanganan | 서명
study-kind
  thesis | thesis | skripsi atau tesis | 학위 논문
  article | article | artikel | 학술 논문
source-kind
  signed-text | signed text | naskah bertanda tangan | 서명된 협정문
  official-record | official record | arsip resmi | 공식 기록
  official-site | official site | situs resmi | 공식 누리집
  study | study | kajian | 연구
  press | press | pers | 언론
  blog | blog or wiki | blog atau wiki | 블로그·위키
stance
  asserts | states | menyatakan | 주장
  disputes | disputes | membantah | 반박
search-result
  nothing | nothing found | tidak ditemukan | 발견되지 않음
  something | something found | ditemukan | 발견됨
rung
  unrecorded | nothing on record | belum tercatat | 기록 없음
  explored | explored | dijajaki | 타진
  agreed | agreed | disepakati | 합의
  planned | planned | direncanakan | 계획
  under-way | under way | berjalan | 진행 중
  delivered | delivered | terlaksana | 이행 완료
  evidenced | evidenced | terbukti hasilnya | 성과 확인
gap
  open | open | terbuka | 미착수
  paper-only | on paper only | hanya di atas kertas | 문서상 합의
  stalled | stalled | tersendat | 지연
  pending | pending | menunggu | 대기
  lapsed | lapsed | kedaluwarsa | 효력 만료
  unproven | unproven | belum terbukti | 성과 미확인
mark
  lapsed | lapsed | kedaluwarsa | 효력 만료
  unrealised | not realised | tidak terlaksana | 미실현
  unagreed | not agreed | tanpa kesepakatan | 합의 없음
  disputed | disputed | diperselisihkan | 출처 간 불일치
  undated | undated | tanpa tanggal | 날짜 미상
  single-source | single source | satu sumber | 단일 출처
  unstudied | not studied | belum dikaji | 미연구
  unframed | incomplete terms | rincian tidak lengkap | 세부 사항 미비
relation-stage
  contact | contact | kontak | 접촉
  intent | intent | pernyataan kehendak | 의향
  agreed | agreed | disepakati | 협정
  lapsed | lapsed | berakhir | 만료
country
  ID | Indonesia | Indonesia | 인도네시아
  KR | South Korea | Korea Selatan | 대한민국
  GB | United Kingdom | Inggris Raya | 영국
  AU | Australia | Australia | 오스트레일리아
  DE | Germany | Jerman | 독일
  JP | Japan | Jepang | 일본
  FR | France | Prancis | 프랑스
"""


def _parse(text: str) -> dict[str, dict[str, dict[str, str]]]:
    codes: dict[str, dict[str, dict[str, str]]] = {}
    scheme = ""
    for line in text.strip().splitlines():
        if not line.startswith(" "):
            scheme = line
            codes[scheme] = {}
            continue
        notation, *labels = (part.strip() for part in line.split("|"))
        codes[scheme][notation] = dict(zip(("en", "id", "ko"), labels, strict=True))
    return codes


CODES = _parse(_TEXT)
