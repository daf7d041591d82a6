"""A small file as an office of each country writes it, with invented figures: it reads without an option."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Popcalc


@dataclass(frozen=True)
class Office:
    """A file of an office, and its births, deaths and people by area and period, reckoned by hand."""

    country: str
    name: str
    written: str
    right: Mapping[str, tuple[int | None, int | None, int | None]]
    by: str = "town"
    period: str = "month"
    encoding: str = "utf-8"


FILES = [
    Office(
        "Japan",
        "jinko.csv",
        "市町村別人口と世帯数,,,,,,,,\n単位：人、世帯,,,,,,,,\n"
        "市町村名,年月,世帯数,人口,,,人口動態,,\n,,,総数,男,女,出生数,死亡数,転入数\n"
        "青葉市,令和5年4月,2100,5023,2500,2523,5,6,20\n若草町,令和5年4月,610,1390,700,690,4,2,3\n"
        "青葉市,令和5年5月,2101,5024,2501,2523,3,2,9\n若草町,令和5年5月,611,1391,700,691,1,0,2\n"
        "総数,令和5年4月,2710,6413,3200,3213,9,8,23\n資料：企画課「推計人口」,,,,,,,,\n",
        {
            "青葉市 2023-04": (5, 6, 5023),
            "若草町 2023-04": (4, 2, 1390),
            "青葉市 2023-05": (3, 2, 5024),
            "若草町 2023-05": (1, 0, 1391),
            "all 2023-04": (9, 8, 6413),
            "all 2023-05": (4, 2, 6415),
        },
        encoding="cp932",
    ),
    Office(
        "Japan, an era by its letter and a column for each year",
        "出生数の推移.csv",
        "市区町村,平成30年,令和元年,令和2年\n青葉市,60,58,57\n若草町,12,11,9\n総数,72,69,66\n",
        {
            "青葉市 2018": (60, None, None),
            "若草町 2018": (12, None, None),
            "青葉市 2019": (58, None, None),
            "若草町 2019": (11, None, None),
            "青葉市 2020": (57, None, None),
            "若草町 2020": (9, None, None),
            "all 2018": (72, None, None),
            "all 2019": (69, None, None),
            "all 2020": (66, None, None),
        },
        period="year",
    ),
    Office(
        "Korea",
        "주민등록인구.csv",
        "읍면동,2024년01월_총인구수,2024년01월_세대수,2024년01월_출생아수,2024년01월_사망자수,"
        "2024년02월_총인구수,2024년02월_세대수,2024년02월_출생아수,2024년02월_사망자수\n"
        '푸른동,"5,023","2,100",5,6,"5,022","2,101",3,4\n솔잎동,"1,390",610,4,2,"1,392",611,2,0\n'
        '합계,"6,413","2,710",9,8,"6,414","2,712",5,4\n자료: 주민등록통계,,,,,,,,\n',
        {
            "푸른동 2024-01": (5, 6, 5023),
            "솔잎동 2024-01": (4, 2, 1390),
            "푸른동 2024-02": (3, 4, 5022),
            "솔잎동 2024-02": (2, 0, 1392),
            "all 2024-01": (9, 8, 6413),
            "all 2024-02": (5, 4, 6414),
        },
        encoding="cp949",
    ),
    Office(
        "Spain",
        "movimiento natural 2013.csv",
        "Movimiento natural de la población. Año 2013\n"
        "Municipio;Mes;Nacimientos;;;Defunciones;Población\n;;Total;Hombres;Mujeres;;\n"
        "Vallehondo;enero;5;3;2;6;5023\nRobledal;enero;4;1;3;2;1390\nTotal;enero;9;4;5;8;6413\n"
        "Vallehondo;febrero;3;1;2;4;5022\nRobledal;febrero;2;2;0;0;1392\nTotal;febrero;5;3;2;4;6414\n"
        "Fuente: Oficina de estadística;;;;;;\n",
        {
            "Vallehondo 2013-01": (5, 6, 5023),
            "Robledal 2013-01": (4, 2, 1390),
            "Vallehondo 2013-02": (3, 4, 5022),
            "Robledal 2013-02": (2, 0, 1392),
            "all 2013-01": (9, 8, 6413),
            "all 2013-02": (5, 4, 6414),
        },
        encoding="cp1252",
    ),
    Office(
        "Peru, by quarter",
        "hechos vitales.csv",
        "departamento,provincia,distrito,trimestre,año,nacidos vivos,defunciones\n"
        "Sierra Clara,Valle Alto,Robledal,I,2013,5,6\nSierra Clara,Valle Alto,Pinar,I,2013,4,2\n"
        "Sierra Clara,Valle Alto,Robledal,II,2013,3,4\nSierra Clara,Valle Alto,Pinar,II,2013,2,1\n",
        {
            "Robledal 2013Q1": (5, 6, None),
            "Pinar 2013Q1": (4, 2, None),
            "Robledal 2013Q2": (3, 4, None),
            "Pinar 2013Q2": (2, 1, None),
            "all 2013Q1": (9, 8, None),
            "all 2013Q2": (5, 5, None),
        },
        by="village",
        period="quarter",
    ),
    Office(
        "Brazil",
        "registro.csv",
        "UF;Município;Mês/Ano;Nascidos vivos;Óbitos;População residente\n"
        "RS;Campo Verde;jan/13;5;6;5023\nRS;Serra Azul;jan/13;4;2;1390\n"
        "RS;Campo Verde;out/13;3;4;5022\nRS;Serra Azul;out/13;2;0;1392\n"
        "Total geral;;jan/13;9;8;6413\nTotal geral;;out/13;5;4;6414\n"
        "Fonte: Secretaria Municipal de Saúde;;;;;\n",
        {
            "Campo Verde 2013-01": (5, 6, 5023),
            "Serra Azul 2013-01": (4, 2, 1390),
            "Campo Verde 2013-10": (3, 4, 5022),
            "Serra Azul 2013-10": (2, 0, 1392),
            "all 2013-01": (9, 8, 6413),
            "all 2013-10": (5, 4, 6414),
        },
        encoding="cp1252",
    ),
    Office(
        "Portugal, a column for each quarter",
        "Nados-vivos por concelho.csv",
        "Concelho,1T2013,2T2013\nRibeira Nova,50,48\nMonte Claro,12,15\nTotal,62,63\n",
        {
            "Ribeira Nova 2013Q1": (50, None, None),
            "Monte Claro 2013Q1": (12, None, None),
            "Ribeira Nova 2013Q2": (48, None, None),
            "Monte Claro 2013Q2": (15, None, None),
            "all 2013Q1": (62, None, None),
            "all 2013Q2": (63, None, None),
        },
        period="quarter",
    ),
    Office(
        "France",
        "etat civil.csv",
        "Département;Commune;Naissances domiciliées en 2012;Naissances domiciliées en 2013;"
        "Décès domiciliés en 2012;Décès domiciliés en 2013;Population en 2012;Population en 2013\n"
        "Val-Clair;Beaumont;50;48;61;60;5023;5011\nVal-Clair;Pré-Vert;12;15;9;8;1390;1397\n"
        "Ensemble;;62;63;70;68;6413;6408\nSource : état civil;;;;;;;\n",
        {
            "Beaumont 2012": (50, 61, 5023),
            "Pré-Vert 2012": (12, 9, 1390),
            "Beaumont 2013": (48, 60, 5011),
            "Pré-Vert 2013": (15, 8, 1397),
            "all 2012": (62, 70, 6413),
            "all 2013": (63, 68, 6408),
        },
        period="year",
        encoding="cp1252",
    ),
    Office(
        "France, thousands and quarters",
        "mouvement.csv",
        "commune,période,naissances,décès,population (en milliers)\n"
        "Beaumont,1er trimestre 2013,5,6,5\nPré-Vert,1er trimestre 2013,4,2,1\n"
        "Beaumont,2e trimestre 2013,3,4,5\nPré-Vert,2e trimestre 2013,2,0,1\n",
        {
            "Beaumont 2013Q1": (5, 6, 5000),
            "Pré-Vert 2013Q1": (4, 2, 1000),
            "Beaumont 2013Q2": (3, 4, 5000),
            "Pré-Vert 2013Q2": (2, 0, 1000),
            "all 2013Q1": (9, 8, 6000),
            "all 2013Q2": (5, 4, 6000),
        },
        period="quarter",
    ),
    Office(
        "Indonesia",
        "Penduduk.csv",
        "Data Kependudukan Kabupaten Sukajaya,,,,,,,\n"
        "Kabupaten/Kota,Kecamatan,Desa/Kelurahan,Bulan,Jumlah Penduduk,Jumlah KK,Lahir,Mati\n"
        "Sukajaya,Cempaka,Mekarwangi,Januari 2013,2141,600,3,4\n"
        "Sukajaya,Cempaka,Sindangsari,Januari 2013,2882,800,2,2\n"
        "Sukajaya,Melati,Ciharum,Januari 2013,1390,400,4,2\nJumlah,,,Januari 2013,6413,1800,9,8\n"
        "Sukajaya,Cempaka,Mekarwangi,Agustus 2013,2140,600,1,2\n"
        "Sukajaya,Cempaka,Sindangsari,Agustus 2013,2882,801,2,2\n"
        "Sukajaya,Melati,Ciharum,Agustus 2013,1392,400,2,0\nJumlah,,,Agustus 2013,6414,1801,5,4\n"
        "Sumber: Dinas Kependudukan dan Pencatatan Sipil,,,,,,,\n",
        {
            "Cempaka 2013-01": (5, 6, 5023),
            "Melati 2013-01": (4, 2, 1390),
            "Cempaka 2013-08": (3, 4, 5022),
            "Melati 2013-08": (2, 0, 1392),
            "all 2013-01": (9, 8, 6413),
            "all 2013-08": (5, 4, 6414),
        },
    ),
    Office(
        "Russia",
        "Естественное движение населения.csv",
        "Естественное движение населения за январь–февраль 2013 года;;;;;\n"
        "Район;Месяц;Число родившихся;Число умерших;Число прибывших;Численность населения, тыс. человек\n"
        "Берёзовский;январь 2013 г.;5;6;20;5\nОзёрный;январь 2013 г.;4;2;3;1\nИтого;январь 2013 г.;9;8;23;6\n"
        "Берёзовский;февраль 2013 г.;3;4;9;5\nОзёрный;февраль 2013 г.;2;0;2;1\nИтого;февраль 2013 г.;5;4;11;6\n"
        "Исполнитель: отдел статистики населения;;;;;\n",
        {
            "Берёзовский 2013-01": (5, 6, 5000),
            "Озёрный 2013-01": (4, 2, 1000),
            "Берёзовский 2013-02": (3, 4, 5000),
            "Озёрный 2013-02": (2, 0, 1000),
            "all 2013-01": (9, 8, 6000),
            "all 2013-02": (5, 4, 6000),
        },
        by="county",
        encoding="cp1251",
    ),
    Office(
        "Egypt",
        "المواليد والوفيات.csv",
        "المحافظة,المركز,الشهر,عدد المواليد,عدد الوفيات,عدد السكان\n"
        "النخيل,الواحة,يناير 2013,5,6,5023\nالنخيل,الساحل,يناير 2013,4,2,1390\nالإجمالي,,يناير 2013,9,8,6413\n"
        "النخيل,الواحة,فبراير 2013,3,4,5022\nالنخيل,الساحل,فبراير 2013,2,0,1392\nالإجمالي,,فبراير 2013,5,4,6414\n"
        "المصدر: مكتب الصحة,,,,,\n",
        {
            "الواحة 2013-01": (5, 6, 5023),
            "الساحل 2013-01": (4, 2, 1390),
            "الواحة 2013-02": (3, 4, 5022),
            "الساحل 2013-02": (2, 0, 1392),
            "all 2013-01": (9, 8, 6413),
            "all 2013-02": (5, 4, 6414),
        },
        by="county",
        encoding="cp1256",
    ),
    Office(
        "Iraq and Syria, with Arabic digits in the months",
        "الولادات.csv",
        "المحافظة,القضاء,الناحية,الشهر,الولادات,الوفيات\n"
        "النخيل,الواحة,السد,كانون الثاني ٢٠١٣,5,6\nالنخيل,الواحة,التل,كانون الثاني ٢٠١٣,4,2\n"
        "النخيل,الواحة,السد,تشرين الأول ٢٠١٣,3,4\nالنخيل,الواحة,التل,تشرين الأول ٢٠١٣,2,0\n",
        {
            "السد 2013-01": (5, 6, None),
            "التل 2013-01": (4, 2, None),
            "السد 2013-10": (3, 4, None),
            "التل 2013-10": (2, 0, None),
            "all 2013-01": (9, 8, None),
            "all 2013-10": (5, 4, None),
        },
    ),
    Office(
        "the United Kingdom",
        "births 2013.csv",
        "Local authority name,Ward name,Births in 2012,Births in 2013\n"
        "Westmere,Mill,30,29\nWestmere,Ford,20,19\nEastmere,Kiln,12,15\n",
        {
            "Westmere 2012": (50, None, None),
            "Eastmere 2012": (12, None, None),
            "Westmere 2013": (48, None, None),
            "Eastmere 2013": (15, None, None),
            "all 2012": (62, None, None),
            "all 2013": (63, None, None),
        },
        by="county",
        period="year",
    ),
    Office(
        "the United States",
        "vital events.csv",
        "State,County,FIPS,Month,Births,Deaths,Population (thousands)\n"
        'Fairland,Oak,90001,"June 30, 2013",5,6,5\nFairland,Elm,90003,"June 30, 2013",4,2,1\n',
        {"Oak 2013-06": (5, 6, 5000), "Elm 2013-06": (4, 2, 1000), "all 2013-06": (9, 8, 6000)},
        by="county",
    ),
    Office(
        "India",
        "crs.csv",
        "State/UT,District,Block,Gram Panchayat,Month,Total Number of reported live births,Deaths registered\n"
        "Uttarpur,Rampur,North,Chandpur,April 2013,3,4\nUttarpur,Rampur,North,Belpur,April 2013,2,2\n"
        "Uttarpur,Rampur,South,Devpur,April 2013,4,2\n",
        {"North 2013-04": (5, 6, None), "South 2013-04": (4, 2, None), "all 2013-04": (9, 8, None)},
    ),
    Office(
        "Kenya",
        "dhis.csv",
        "County,Sub-County,Health facility,periodname,Live births,Deaths\n"
        "Ziwani,North,Mto Dispensary,January 2013,3,4\nZiwani,North,Kilima Health Centre,January 2013,2,2\n"
        "Ziwani,South,Bahari Dispensary,January 2013,4,2\n",
        {"North 2013-01": (5, 6, None), "South 2013-01": (4, 2, None), "all 2013-01": (9, 8, None)},
    ),
    Office(
        "the Philippines",
        "psa.csv",
        "Region,Province,City/Municipality,Barangay,Year,Quarter,Births,Deaths\n"
        "Region V,Isla,San Roque,Poblacion,2013,Q1,3,4\nRegion V,Isla,San Roque,Bagong Buhay,2013,Q1,2,2\n"
        "Region V,Isla,Santa Fe,Riverside,2013,Q1,4,2\n",
        {"San Roque 2013Q1": (5, 6, None), "Santa Fe 2013Q1": (4, 2, None), "all 2013Q1": (9, 8, None)},
        period="quarter",
    ),
]


@pytest.mark.parametrize("office", FILES, ids=lambda office: office.country)
def test_a_file_of_the_country_reads_without_an_option(office: Office, popcalc: Popcalc, tmp_path: Path) -> None:
    (tmp_path / office.name).write_bytes(office.written.encode(office.encoding))

    counts = [
        count
        for count, figures in zip(
            ("births", "deaths", "population"), zip(*office.right.values(), strict=True), strict=True
        )
        if any(figure is not None for figure in figures)
    ]
    found = popcalc(
        *("compute", office.name, "--by", office.by, "--period", office.period),
        *("--indicator", ",".join(counts), "-f", "json"),
        cwd=tmp_path,
    )

    assert found.code == 0, found.stderr.decode()
    figures: dict[str, list[int]] = {}
    for record in json.loads(found.stdout)["records"]:
        if record["value"] is not None:
            area = "all" if record["level"] == "all" else record["area_name"]
            figures.setdefault(f"{area} {record['period']}", []).append(record["value"])
    assert figures == {place: [one for one in of if one is not None] for place, of in office.right.items()}
