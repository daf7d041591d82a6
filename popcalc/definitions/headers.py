"""Headers of columns: one normal form for the many ways in which an office writes the same words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from popcalc.definitions.catalogue import Count

# Traditional characters of the headers and labels of this field, and in the same order their simplified forms.
_TRADITIONAL = (
    "數齡歲總區縣鎮鄉裡裏鄰戶結離對嬰計內劃滿過統碼別稱遷達婦產時歷檢報實際應網絡節會體處遺歸屬積勞動務員"
    "單雙還無來個們億萬價費財獎勵資補貼發給養護醫療衛環預險藥癥傷殘聯繫訪隨檔錄錯誤準確經濟農業場類級標題"
    "項監測評審說證書領齊齒長門間關開閉進運選適遠連週邊變轉輸軍輔輕較輛軌載為與並東兩嚴喪豐臨舉義麗樂習買"
    "亂爭虧雲亞親僅從侖倉儀眾優傳傘倫偽佇餘傭僉俠侶僥偵側僑兒兌冊寫馮沖決況凍淨涼減湊鳳憑凱擊鑿芻劉則剛創"
    "刪劑劇勸辦勁勢勳勝協賣盧卻廠廳壓參叢吳問啟號後嗎園圍國圖圓聖壞塊堅壇墳壯聲備夠頭夾奪奮婁媽孫學寧寶宮"
    "寬賓尋導將爾塵嘗層屆嶼島嶺幣師帳帶幫廣慶庫廟廢張強彈當彙徑復徵憂懷態慣戲戰擇擔據擴擬攝攜敘斷於舊曆曉"
    "條極構樣樓樞樹橋機橫櫃權歐歡氣沒滅溫滯漁漢漸潔澤濃濕災熱燈獨獲獻瑪現畝畢異盡盤著睜礦礎禮種稅穩窮競筆"
    "筍簡簽糧紀約紅納純紙細紹終組織絕絲綜綠維緊線編緩練縮績繳續纖罰羅聞職聽肅脅臺藝薦蘇蘭虛蟲術衝裝製複規"
    "視覽覺觀訂討訓記設許訴診詞試話該詳認語誠課調談請論諮謀識譯議讀讓貝負貧貨責貴貸貿賬質贈車軟輪辭鄭釋針"
    "鈔錢鐵閱陣陰陳陸陽隊階難電靜頁順須頻顆顏額顧風飛飯飲館馬駐驗髮鬆魚鮮鳥鹽黃點黨龍龜殺遲郵釐鍵鏈陝雜霧"
    "響頓頸顯騎麥潛嬪孃戀懸娛妝孿腦腫膚臟齲灣滬漲涇湧淚溝漿葉饋礙紮註鑒鑑撫係鰥遊纍範幹訊佔儲蓋篩腎髒聾啞"
    "鬱餵遞醜裊閒傑痺瘧癲癇癢覈濾擁鈣鐘鍾顱贍貞賑趕跡蹟軀輩轄遼釀鋪鋼銀隸靈韓頒騰鬧鴻鵬鶴壢蓮潯塹崙嶽廬殼"
    "殯禦穀糾糰紛縱羈聰腳膽臉艙茲莊華萊蔣蕭藍蠟襪託詢誌謂賀賴趨踐軒輝鄒鉛鋒錦閘闊鞏頂頗飾駕髖鮑鷹"
)
_SIMPLIFIED = (
    "数龄岁总区县镇乡里里邻户结离对婴计内划满过统码别称迁达妇产时历检报实际应网络节会体处遗归属积劳动务员"
    "单双还无来个们亿万价费财奖励资补贴发给养护医疗卫环预险药症伤残联系访随档录错误准确经济农业场类级标题"
    "项监测评审说证书领齐齿长门间关开闭进运选适远连周边变转输军辅轻较辆轨载为与并东两严丧丰临举义丽乐习买"
    "乱争亏云亚亲仅从仑仓仪众优传伞伦伪伫余佣佥侠侣侥侦侧侨儿兑册写冯冲决况冻净凉减凑凤凭凯击凿刍刘则刚创"
    "删剂剧劝办劲势勋胜协卖卢却厂厅压参丛吴问启号后吗园围国图圆圣坏块坚坛坟壮声备够头夹夺奋娄妈孙学宁宝宫"
    "宽宾寻导将尔尘尝层届屿岛岭币师帐带帮广庆库庙废张强弹当汇径复征忧怀态惯戏战择担据扩拟摄携叙断于旧历晓"
    "条极构样楼枢树桥机横柜权欧欢气没灭温滞渔汉渐洁泽浓湿灾热灯独获献玛现亩毕异尽盘着睁矿础礼种税稳穷竞笔"
    "笋简签粮纪约红纳纯纸细绍终组织绝丝综绿维紧线编缓练缩绩缴续纤罚罗闻职听肃胁台艺荐苏兰虚虫术冲装制复规"
    "视览觉观订讨训记设许诉诊词试话该详认语诚课调谈请论咨谋识译议读让贝负贫货责贵贷贸账质赠车软轮辞郑释针"
    "钞钱铁阅阵阴陈陆阳队阶难电静页顺须频颗颜额顾风飞饭饮馆马驻验发松鱼鲜鸟盐黄点党龙龟杀迟邮厘键链陕杂雾"
    "响顿颈显骑麦潜嫔娘恋悬娱妆孪脑肿肤脏龋湾沪涨泾涌泪沟浆叶馈碍扎注鉴鉴抚系鳏游累范干讯占储盖筛肾脏聋哑"
    "郁喂递丑袅闲杰痹疟癫痫痒核滤拥钙钟钟颅赡贞赈赶迹迹躯辈辖辽酿铺钢银隶灵韩颁腾闹鸿鹏鹤坜莲浔堑仑岳庐壳"
    "殡御谷纠团纷纵羁聪脚胆脸舱兹庄华莱蒋萧蓝蜡袜托询志谓贺赖趋践轩辉邹铅锋锦闸阔巩顶颇饰驾髋鲍鹰"
)
_SIMPLER = str.maketrans(_TRADITIONAL, _SIMPLIFIED)

_UNITS = (
    "人 人次 百人 千人 万人 万户 名 位 口 元 百元 千元 万元 百万元 亿元 % ‰ 百分比 千分比 千分之 对 户 例 例次 个 件 "
    "份 次 岁 家 条 所 处 剂 剂次 针次 枚 套 1/10万 /10万 "
    "persons person people thousand thousands households couples cases records units doses villages number no. n "
    "percent permille yuan cny rmb 10000yuan 10,000yuan thousandyuan millionyuan thousandpersons thousandpeople"
)
_OPENING = r"[(\[{【〔〖「『《〈<]"
_CLOSING = r"[)\]}】〕〗」』》〉>]"
_UNIT = "|".join(re.escape(unit) for unit in _UNITS.split())
_IN_BRACKETS = re.compile(rf"{_OPENING}(?:单位:?|unit:)?(?P<unit>{_UNIT}){_CLOSING}")
_BEHIND_SLASH = re.compile(rf"(?<=\w)/(?P<unit>{_UNIT})$")
_ALONE = re.compile(rf"{_OPENING}?(?:单位:?|unit:)?(?P<unit>{_UNIT}){_CLOSING}?")
_SEPARATOR = "[、,;和及]"
_LINE = re.compile(rf"(?:单位|units?):(?P<units>(?:{_UNIT})(?:{_SEPARATOR}(?:{_UNIT}))*)(?=$|{_CLOSING})")
_PART_OF_LINE = re.compile(
    rf"(?:单位|units?)\s*:\s*(?P<units>(?:{_UNIT})(?:{_SEPARATOR}(?:{_UNIT}))*)(?=$|\s|{_CLOSING})"
)
# The plain one last, as a character class wants it.
_DASHES = r"\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\ufe58\ufe63~\u301c\u223c-"
_WHITE = re.compile(r"[\s\u200b-\u200d\u2060\ufeff]+")
_OTHER = re.compile(rf"[^\w{_DASHES}]|_")
_BETWEEN_DIGITS = re.compile(rf"(?<=[0-9])[{_DASHES}]+(?=[0-9])")
_ELSEWHERE = re.compile(rf"(?<![0-9])[{_DASHES}]+|[{_DASHES}]+(?![0-9])")


@lru_cache(maxsize=8192)
def normal_header(written: str) -> str:
    """Return the form in which headers are compared.

    Width, case, traditional and simplified characters, white space, underscores, punctuation, brackets and a unit in
    brackets or behind a stroke make no difference; a dash between two digits does (`0-14`), of whatever length it is.
    """
    words = _BEHIND_SLASH.sub("", _IN_BRACKETS.sub("", folded(written)))
    words = _OTHER.sub("", words)
    words = _BETWEEN_DIGITS.sub("-", words)
    return _ELSEWHERE.sub("", words)


def header_unit(written: str) -> str | None:
    """Return the unit that a header gives in brackets or behind a stroke, in normal form (`万元`, `‰`); or None.

    Of several it is the last.
    """
    words = folded(written)
    found = [match.group("unit") for match in (*_IN_BRACKETS.finditer(words), *_BEHIND_SLASH.finditer(words))]
    return found[-1] if found else None


def unit_alone(written: str) -> str | None:
    """Return the unit that is all a cell says (`人`, `(万元)`), in normal form; or None."""
    found = _ALONE.fullmatch(folded(written))
    return found.group("unit") if found else None


def units_of_line(written: str) -> tuple[str, ...]:
    """Return the units that a line above a table gives to all of it: `单位:人、万元`; `单位:北岭镇` gives none."""
    simple = unicodedata.normalize("NFKC", written).casefold().translate(_SIMPLER)
    found = _LINE.search(folded(written)) or _PART_OF_LINE.search(simple)
    return tuple(re.split(_SEPARATOR, found.group("units"))) if found else ()


def is_unit_line(written: str) -> bool:
    """Whether a cell says nothing but the units of its table: `单位:人`, `(计量单位:万元)`."""
    words = folded(written)
    found = _LINE.search(words)
    return found is not None and len(words) - len(found.group(0)) <= len("(计量)")


def headers_of(count: Count) -> Iterator[str]:
    """Yield every header that means a count, as written: its headers, its labels and its key."""
    yield from count.headers
    yield from (label for label in (count.label.en, count.label.zh) if label)
    yield count.key


def lexicon(counts: Iterable[Count]) -> Mapping[str, str]:
    """Return the count that each normal header means; none means two in a catalogue that was loaded."""
    return {normal_header(header): count.key for count in counts for header in headers_of(count)}


@lru_cache(maxsize=8192)
def folded(written: str) -> str:
    """Return words in one width and case, in simplified characters and without white space."""
    words = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", written).casefold())
    return _WHITE.sub("", words.translate(_SIMPLER))
