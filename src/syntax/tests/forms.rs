//! Every construct in both spellings: the same tree, and the same text again.

use super::read;
use crate::syntax::ast::{Ast, Spelling};
use crate::syntax::print;

/// English and Chinese headings that say the same.
static HEADINGS: &[(&str, &str)] = &[
    ("policy p \"甲\"", "政策 p \"甲\""),
    ("fact x : money \"甲\"", "申报项 x：金额 “甲”"),
    ("fact x : money in USD by year", "申报项 x : 金额 USD 按年"),
    ("fact x : optional count of 件", "事实 x : 可选 计数 件"),
    ("fact x : count", "申报项 x : 计数"),
    ("fact x : count range 0 to 5", "申报项 x : 计数，范围 0 至 5"),
    ("fact x : money \"甲\", range at least 5", "申报项 x : 金额 \"甲\" 范围 不低于 5"),
    ("fact x : count of patents by year \"甲\"", "申报项 x : 计数 patents 按年 \"甲\""),
    ("fact x : quantity in m²", "申报项 x : 数量 m²"),
    ("fact x : duration in months", "申报项 x : 期限 个月"),
    ("fact x : duration in days", "申报项 x : 期限 天"),
    ("fact x : duration in years", "申报项 x : 期限 年"),
    ("fact x : ratio", "申报项 x : 比例"),
    ("fact x : number", "申报项 x : 数值"),
    ("fact x : bool", "申报项 x : 是否"),
    ("fact x : date", "申报项 x : 日期"),
    ("fact x : text", "申报项 x : 文字"),
    ("fact x : one of a \"甲\", b", "申报项 x : 单选 a \"甲\"、b"),
    ("fact x : set of a, b \"乙\" \"丙\"", "申报项 x : 多选 a， b \"乙\" \"丙\""),
    ("fact x : kind of applicant, one of a, b", "申报项 x : 申报主体，单选 a、b"),
    ("fact x : list of loan \"甲\"", "申报项 x : 清单 loan \"甲\""),
    ("let x = 5% of y where a else 3 where b else 4 \"甲\"", "令 x = y 的 5% 当 a 否则 3 当 b 否则 4 \"甲\""),
    ("award x \"甲\" cites 二(一)3, \"附件 1\"", "奖励 x \"甲\" 依据 二（一）3、\"附件 1\""),
    ("ladder x", "阶梯 x"),
    ("group x", "组合 x"),
    ("support x", "支持 x"),
    ("target x", "指标 x"),
    ("fund x", "资金 x"),
    ("not encoded 三(一), 四 because \"甲\"", "不编码 三(一)、四 理由 \"甲\""),
    ("example \"甲\"", "示例 \"甲\""),
    ("table t \"甲\" by level cites 三", "表 t \"甲\" 按 level 依据 三"),
    ("table t by kind, loan.grade, date", "表 t 按 kind、loan 的 grade、date"),
    ("award 「two words」", "奖励 「two words」"),
];

/// English and Chinese clauses that say the same.
static CLAUSES: &[(&str, &str)] = &[
    ("issuer \"甲\"", "发布机关 \"甲\""),
    ("document \"甲\"", "文号 \"甲\""),
    ("columns A, 2, \"x\"", "列 A、2、\"x\""),
    ("row A = 50k", "行 A = 50k"),
    ("row a, 2024-02-20 = 3.45%, —, 1 - 2", "行 a、2024-02-20 = 3.45%、-、1 - 2"),
    ("row 12 months = 5%", "行 12个月 = 5%"),
    ("row true = 5, —", "行 是 = 5、—"),
    ("row 2024 = 5%", "行 2024年 = 5%"),
    ("row >= 5m and < 10m, a = 5%", "行 500万（含）至1000万（不含）、a = 5%"),
    ("columns below 5m, from 5m to below 10m, >= 10m", "列 不满 500万、500万以上 不满 1000万、1000万以上"),
    ("row below = 0", "行 以下 = 0"),
    ("rows from \"a.csv\"", "各行取自 \"a.csv\""),
    ("otherwise not eligible", "否则 不符合条件"),
    ("otherwise 0", "其余 0"),
    ("where growth of r >= 20% or r has no base", "条件 r 的 增幅 ≥ 20% 或 r 无基期"),
    ("pays 5% of increase of r last year", "金额 去年的 r 的 同比增量 的 5%"),
    ("where r 2 years ago + r 3 years ago > 5", "条件 前年的 r + 3年前的 r > 5"),
    ("where in each of the last 3 years (r has a base)", "条件 连续 3年 (r 有基期)"),
    ("pays 5 where no base", "金额 5 当 无基期"),
    ("pays bracket by growth of r: >= 20% 5, below 1", "金额 按 r 的 增幅 分档：20%以上 5，以下 1"),
    ("pays 5% of exports at usd[d]", "金额 exports 按 usd[d] 折算 的 5%"),
    ("pays a at 7.1 CNY per USD rounded half up to 0.01 CNY", "金额 a 按 7.1元/USD 折算 四舍五入 到 分"),
    ("pays base[kind, level] * 2", "金额 base[kind、level] × 2"),
    ("pays 5% of base[loan.grade]", "金额 base［loan 的 grade］ 的 5%"),
    ("currency CNY", "币种 人民币"),
    ("currency USD", "币种 USD"),
    ("rounding half up to 0.01", "舍入 四舍五入 到 0.01"),
    ("rounding half even to 0.01 CNY", "舍入 银行家舍入 到 分"),
    ("rounding down to 100 CNY", "舍入 舍去 到 100元"),
    ("in force from 2024-02-02 to 2029-02-01", "有效期 自 2024-02-02 至 2029年2月1日"),
    ("in force from unstated to unstated", "有效期 自 未载明"),
    ("matter \"甲\"", "事项 \"甲\""),
    ("stacking adds up", "与其他政策 可以叠加"),
    ("stacking highest", "与其他政策 就高不重复"),
    ("stacking highest, topped up", "与其他政策 就高不重复，已得的补差额"),
    ("stacking highest, in full if higher", "与其他政策 就高不重复, 高于已得的全额给"),
    ("stacking highest, refused if received", "与其他政策 就高不重复 已得的不再给"),
    ("label \"甲\"", "名称 \"甲\""),
    ("question \"甲\"", "提问 \"甲\""),
    ("range 0 to 5", "范围 0 至 5"),
    ("range at least 0", "范围 至少 0"),
    ("range at most 5", "范围 不超过 5"),
    ("default true", "默认 是"),
    ("field x : money \"甲\"", "字段 x : 金额 \"甲\""),
    ("field r : ratio \"甲\", range 0 to 24%", "字段 r : 比例 \"甲\", 范围 0 至 24%"),
    ("field x : money, range at most 100m", "字段 x : 金额 范围 不超过 1亿"),
    ("for a or b where c", "对象 a 或 b 当 c"),
    ("for any", "对象 不限"),
    ("for \"districts\" or \"parks\"", "对象 \"districts\" 或 \"parks\""),
    ("for a or \"an alliance\" where c", "对象 a 或 \"an alliance\" 当 c"),
    ("where a and not b", "条件 a 且 非 b"),
    ("each l in ls where l.r", "逐笔 l 取自 ls 当 l.r"),
    ("once", "一次性"),
    ("per year", "逐年"),
    ("pays 5% of x, max 500k per year", "金额 x 的 ５％，每年最高 50万"),
    ("pays interest 50% subsidy on l.i, cap 200k/yr", "金额 按 l.i 的 50% 贴息，每年封顶 20万"),
    ("pays i 50% subsidy, at most 1m", "金额 i 50% 贴息, 不超过 100万"),
    ("pays 5k for each 件 of x above 6", "金额 x 超出 6 每件 5000"),
    ("pays 7k for each full 3m of x", "金额 x 每满 300万 7000"),
    (
        "pays x, times 110% where p, plus 30k, minus y, at least 10k, nothing below 1k, rounded down to 10k",
        "金额 x, 乘 110% 当 p, 另加 3万, 扣除 y, 最低 1万, 低于 1000 不予支付, 取整 舍去 到 1万",
    ),
    ("max 3m in any 3 years", "三年内累计最高 300万"),
    ("at most 3m in any 2 years where a >= 5", "近两年累计不超过 300万 当 a ≥ 5"),
    ("max 3m in any 10 years", "任意连续 10 年累计最高 300万"),
    ("together at most 500k in any 3 years", "合计 最近三年累计不超过 50万"),
    ("decided up to 2m in any 5 years", "核定 连续五年累计 不超过 200万"),
    ("at most 500k per year where a >= 5 else 300k", "每年不超过 50万 当 a ≥ 5 否则 30万"),
    ("max 500k per item", "每项最高 50万"),
    ("max 500k per household in all, counting x", "每户累计最高 50万，连同 x"),
    (
        "at most 2m per corporate group per year counting x + y where a",
        "每个集团 每年不超过 200万，连同 x 加上 y 当 a",
    ),
    ("max 2m, counting x", "最高 200万, 连同 x"),
    ("cap 500k in all", "累计封顶 50万"),
    ("at least 10k", "最低 1万"),
    ("times 110%", "乘 110%"),
    ("plus 1", "加 1"),
    ("minus 1", "减 1"),
    ("nothing below 1k", "低于 1000 不予支付"),
    ("rounded up to 100", "取整 进位 到 100"),
    ("amount elsewhere \"甲\"", "金额另定 \"甲\""),
    ("amount elsewhere", "金额另定"),
    ("decided up to 2m per year", "核定 每年 不超过 200万"),
    ("decided from 1m to 2m", "核定 自 100万 至 200万"),
    ("step \"甲\" 100k where h has a or b", "档 \"甲\" 10万 当 h 含有 a 或 b"),
    ("in all, at most the highest step held", "累计不超过所持最高一档"),
    ("highest step only", "只取最高一档"),
    ("steps add up", "各档累加"),
    ("members a, b", "成员 a、b"),
    ("pays the highest", "取最高一项"),
    ("pays the first", "取在先一项"),
    ("pays the highest 2", "取最高 2"),
    ("pays the first 3 awards", "取在先 3 awards"),
    ("pays the highest, and 50% of the next", "取最高一项，次高一项按 50%"),
    ("pays the one chosen", "由申报者择一"),
    ("pays for a, b", "用于 a、b"),
    ("together at most 500k per year", "合计 每年不超过 50万"),
    ("together at most 500k per household in all, counting x", "合计 每户 累计不超过 50万，连同 x"),
    ("quota 30 per year, counted in x", "名额 每年 30, 计入 x"),
    ("quota 30", "名额 30"),
    ("quota 3 per year where a = 1", "名额 每年 3 当 a = 1"),
    (
        "quota 30 in all, counted in x, the last one in part where b cites 三",
        "名额 累计 30，计入 x，末位 部分给 当 b 依据 三",
    ),
    ("quota 30 per year, counted in x, the last one not at all", "名额 每年 30, 计入 x, 末位 不给"),
    ("ranked highest by score", "排名 按 score 从高到低"),
    (
        "ranked highest by score, then earliest by applied_on, then lowest by (a - b)",
        "排名 按 score 从高到低，再 按 applied_on 从早到晚，再 按 (a - b) 从低到高",
    ),
    ("ties all admitted", "并列 全部入选"),
    ("ties none admitted", "并列 均不入选"),
    ("ties share", "并列 平分"),
    ("ties by lot in drawn", "并列 按 drawn 抽签"),
    (
        "prize 1st 100k, 2nd to 3rd 50k each, 4th to 20th 10k each",
        "奖项 第1名 10万，第2至3名 各 5万、第4名至第20名 各1万",
    ),
    (
        "prize 11th to 13th 100k each, 101st to 111th 1m each",
        "奖项 第11至13名 各 10万，第101至111名 各 100万",
    ),
    ("budget 20m per year", "预算 每年 2000万"),
    ("budget 20m", "预算 2000万"),
    ("programme at most 50m per year", "专项 每年不超过 5000万"),
    ("programme max 50m", "专项 最高 5000万"),
    ("short pro rata", "不足时 按比例"),
    ("short pro rata, remainder to the largest", "不足时 按比例，尾差 归最大者"),
    ("short pro rata, remainder by largest fraction", "不足时 按比例，尾差 按最大余数"),
    ("short pro rata, remainder stays", "不足时 按比例，尾差 留存"),
    (
        "short in order, earliest by applied_on, then highest by score, the last one in part",
        "不足时 依次 按 applied_on 从早到晚，再 按 score 从高到低，末位 部分给",
    ),
    ("short in order, highest by score", "不足时 依次，按 score 从高到低"),
    ("pays for 60% of a, b", "用于 a 的 60%、b"),
    ("given a selected, b not selected, c placed 2nd", "已知 a 入选, b 未入选, c 列 第2名"),
    (
        "earmark at least 50% for \"甲\" where a cites 二(一)3",
        "专用 不低于 50% 用于 \"甲\" 当 a 依据 二(一)3",
    ),
    (
        "split 1:1 \"甲\", \"乙\" where a else 100k \"甲\", rest \"乙\" where b else 100% \"乙\"",
        "分摊 1:1 \"甲\"、\"乙\" 当 a 否则 10万 \"甲\"，其余 \"乙\" 当 b 否则 100% \"乙\"",
    ),
    ("split 80% \"甲\", 20% \"乙\"", "分摊 80% \"甲\"，20% \"乙\""),
    (
        "split 1:1:1 \"甲\", \"乙\", \"丙\", rounded down to 1",
        "分摊 1：1：1 \"甲\"、\"乙\"、\"丙\"，取整 舍去 到 1",
    ),
    (
        "paid 50% \"on approval\", 1/3 \"after a year\", rest \"on acceptance\" cites 三",
        "分期 50% \"on approval\"，1/3 \"after a year\"，其余 \"on acceptance\" 依据 三",
    ),
    (
        "points \"甲\" 2 for each 个 of x where a else 3, max 20, weight 30% cites 三",
        "计分 \"甲\" x 每个 2 当 a 否则 3，最高 20，权重 30% 依据 三",
    ),
    ("points 10 where a", "计分 10 当 a"),
    ("points bracket by x: >= 10 20, below 5, max 15", "计分 按 x 分档：10以上 20，以下 5，最高 15"),
    ("pass >= 60", "及格 至少 60"),
    ("pass more than 60", "及格 超过 60"),
    ("clawback 100% \"甲\" where a and b", "追回 100% \"甲\" 当 a 且 b"),
    ("by \"甲\", \"乙\" with \"丙\"", "负责单位 \"甲\"、\"乙\" 会同 \"丙\""),
    ("reading \"甲\"", "理解 \"甲\""),
    ("note \"a \u{201c}b\u{201d}\"", "备注 \"a \u{201c}b\u{201d}\""),
    ("goal at least 150 \"家\" within 3 years", "目标 至少 150 \"家\" 3年内"),
    ("goal more than 300家 by 2020", "目标 超过 300家 到 2020年"),
    ("goal = 5 in 2021", "目标 = 5 在 2021年"),
    ("goal at most 5 each year", "目标 不超过 5 每年"),
    ("goal less than 5 year unstated", "目标 低于 5 年份未载明"),
    ("growth at least 20% per year", "增幅 至少 20% 每年"),
    ("sentence 2, 3", "原句 2, 3"),
    ("goal 12000 in 2021, 13200 \"件\" by 2022", "目标 12000 在 2021年, 13200 \"件\" 到 2022年"),
    ("goal 80 in total from 2016 to 2020", "目标 80 累计 自 2016年 至 2020年"),
    ("goal x at least 1000m, 2000m within 1 year", "目标 x 至少 10亿, 20亿 1年内"),
    ("growth 20% per year in 2021, 25% per year by 2022", "增幅 20% 在 2021年, 25% 到 2022年"),
    ("growth 「y」 more than 5% per year", "增幅 「y」 超过 5%"),
    ("base 4026 in 2015", "基期 4026 在 2015年"),
    ("base in 2015", "基期 在 2015年"),
    ("base last year", "基期 上年"),
    ("base unstated", "基期 未载明"),
    ("any of these goals", "各项目标达到其一"),
    ("indicative", "预期性"),
    ("best effort", "力争"),
    ("binding", "约束性"),
    ("number 12", "序号 12"),
    ("size 500m to 1000m", "规模 5亿 至 10亿"),
    ("size 1m", "规模 100万"),
    ("size unstated", "规模 未载明"),
    ("share 80% \"甲\"", "分担 80% \"甲\""),
    ("from \"甲\", \"乙\"", "来源 \"甲\"、\"乙\""),
    ("match 1:1 with \"甲\"", "配套 1：1 与 \"甲\""),
    ("leverage 5", "放大 5"),
    (
        "given as of 2019-06-30, applicant is u, not c, d, x = 1000, h = [a, b], ls = [{i = 5, r}, {}], e = []",
        "已知 截至 2019-06-30, applicant 为 u, 非 c, d, x = 1000, h = [a, b], ls = [{i = 5, r}, {}], e = []",
    ),
    (
        "given paid a 50k in 2018, paid b 1 on 2018-01-01, paid c 2",
        "已知 已付 a 5万 在 2018年, 已付 b 1 于 2018-01-01, 已付 c 2",
    ),
    (
        "then a pays 500k, b is not eligible, c is undetermined from 0 to 500k, total 1m",
        "结果 a 得 50万, b 不符合条件, c 待定 自 0 至 50万, 合计 100万",
    ),
    (
        "then a is displaced, b exhausted, c is decided, d is entitled, e is not in force, f is awarded",
        "结果 a 被替代, b 已用尽, c 待核定, d 有资格, e 未生效, f 获得",
    ),
    ("given x = 5 in 2018, y = 20% in 2019, z is u", "已知 x = 5 在 2018年, y = 20% 在 2019年, z 为 u"),
    (
        "then a met, b met in 2021, c missed in 2022, d undetermined in 2023, e is undetermined",
        "结果 a 完成, b 完成 在 2021年, c 未完成 在 2022年, d 待定 在 2023年, e 待定",
    ),
    ("plus 2 points where a else 1 percentage point where b", "另加 2个百分点 当 a 否则 1百分点 当 b"),
    ("minus 0.5 points", "扣除 0.5个百分点"),
    ("where r >= 5 percentage points", "条件 r ≥ 5个百分点"),
    ("pays 5k for each 件 of x, counted to 8件", "金额 x 每件 5000, 计至 8件"),
    (
        "counted to 3 items, highest by l.i, then earliest by l.d",
        "计至 3「items」，按 l.i 从高到低，再按 l.d 从早到晚",
    ),
    (
        "in order of l.d, then l.i, running at most 1m per year",
        "按 l.d，再按 l.i 先后，滚动 每年 不超过 100万",
    ),
    ("pays 50% of centre before its limits, max 1m", "金额 centre 限额前 的 50%，最高 100万"),
    ("pays 50% of paid centre", "金额 实付 centre 的 50%"),
    ("plus 10% of the base where a", "另加 基础金额 的 10% 当 a"),
    ("pays fill up r to 50% of c, max 1m", "金额 将 r 补足至 c 的 50%，最高 100万"),
    ("pays 3 CNY per kWh × x + y × 1500 CNY/m²", "金额 3元/kWh × x + y × 1500元/m²"),
    ("pays 800 per month for m, at most 36 months, max 20k", "金额 每月 800，计 m，最长 36个月，最高 2万"),
    ("pays 100 per day for d", "金额 每天 100，计 d"),
    (
        "pays 5% of w per month for months from a to b, part months count, at most 2 years",
        "金额 每月 w 的 5%，计 月数 自 a 至 b，不足一月按一月计，最长 2年",
    ),
    (
        "pays 1 per month for (months from a to b, part months by days)",
        "金额 每月 1，计（月数 自 a 至 b，不足一月按天计）",
    ),
    (
        "where months from a to b >= 12 months and days from a to b < 90 days",
        "条件 月数 自 a 至 b ≥ 12个月 且 天数 从 a 至 b < 90天",
    ),
    ("where years from a to as_of > 3 years", "条件 年数 自 a 至 as_of > 3年"),
    ("where age of b between 18 years and 60 years", "条件 周岁 自 b 介于 18年 至 60年"),
    ("where age of b on l.d >= 18", "条件 周岁 自 b 至 l.d ≥ 18"),
    ("where age of b >= 18 and age of b up to 60 > 1", "条件 周岁 自 b 至少 18 且 周岁 自 b 至多计 60 > 1"),
    ("where year of a = year of b + 1", "条件 年份 取自 a = 年份 取自 b + 1"),
    (
        "where within 2 years of r or a within 90 days after c",
        "条件 在 r 前后 2年 内 或 a 在 c 之日起 90天 内",
    ),
    ("where a within n before c and d", "条件 a 在 c 之前 n 内 且 d"),
    ("where a <= 31 March of the year after c", "条件 a 不晚于 c 次年 3月31日"),
    ("where 1 June in the year of c <= as_of", "条件 c 当年 6月1日 ≤ as_of"),
    ("where a on or before 29 February of the year before l.c", "条件 a ≤ l.c 上年 2月29日"),
    ("where a before b and c is after d and a on or after d", "条件 a 早于 b 且 c 晚于 d 且 a 不早于 d"),
    ("where a no later than b + 6 months - 1 day", "条件 a 不晚于 b + 6个月 - 1天"),
    ("where count of l in ls where l.r > 3", "条件 个数 l 取自 ls 当 l.r > 3"),
    ("where sum of l.i over l in ls >= 5", "条件 求和 l.i 逐笔 l 取自 ls ≥ 5"),
    (
        "where highest l.i over l in ls = lowest l.i over l in ls",
        "条件 最大 l.i 逐笔 l 取自 ls = 最小 l.i 逐笔 l 取自 ls",
    ),
    ("where any l in ls where l.r", "条件 任一 l 取自 ls 当 l.r"),
    ("where all l in ls where l.r", "条件 全部 l 取自 ls 当 l.r"),
    ("where at least 2 of (a, b, c)", "条件 至少 2 满足（a、b、c）"),
    ("where highest of (a, b) > lowest of (c, d)", "条件 最高者(a, b) > 最低者(c, d)"),
    ("where x between 1 and 5 or y in (1, 2)", "条件 x 介于 1 至 5 或 y 属于 (1, 2)"),
    ("where a / b * c >= 1/3 - -d", "条件 a ÷ b × c 不低于 1 除以 3 － －d"),
    (
        "where a is not b and c != 3 and d < 4 and e > 5 and f <= 6",
        "条件 a 不是 b 且 c ≠ 3 且 d 低于 4 且 e 超过 5 且 f 至多 6",
    ),
    ("where x up to 1m > 12 months", "条件 x 至多计 100万 > 12个月"),
    ("where x > 1 day or x > 2 years", "条件 x > 1天 或 x > 2年"),
    ("where (a or b) and (c)", "条件 （a 或 b）且 (c)"),
    (
        "in force from 2024-01-01 to 2025-12-31 by applied_on",
        "有效期 自 2024-01-01 至 2025-12-31 以 applied_on 为准",
    ),
    ("in force from unstated by l.d", "有效期 从 未载明 以 l 的 d 为准"),
    ("in force from unstated by 申请日期", "有效期 自未载明至未载明以申请日期为准"),
    ("in force from unstated by 「以何为准」", "有效期 自 未载明 以「以何为准」为准"),
    (
        "replaces b from 2025-01-01 by 贷款.签订日, payments counted together",
        "取代 b 自2025年1月1日以贷款.签订日为准,已付合并计算",
    ),
    ("replaces b from 2025-01-01", "取代 b 自 2025年1月1日"),
    (
        "replaces b, c from 2025-01-01 by as_of, payments counted together",
        "取代 b、c 自 2025-01-01 以 as_of 为准，已付合并计算",
    ),
    ("replaces b from 2025-01-01 payments counted apart", "取代 b 自 2025-01-01 已付 分别计算"),
    (
        "keep b until 2026-12-31 by d where e before 2025-01-01 or f",
        "沿用 b 至 2026-12-31 以 d 为准 当 e 早于 2025-01-01 或 f",
    ),
    ("keep b where e", "沿用 b 条件 e"),
];

fn texts() -> Vec<(String, String)> {
    let headings = HEADINGS.iter().map(|&(en, zh)| (format!("{en}\n"), format!("{zh}\n")));
    let clauses = CLAUSES.iter().map(|&(en, zh)| (format!("award a\n  {en}\n"), format!("奖励 a\n  {zh}\n")));
    headings.chain(clauses).collect()
}

fn same(left: &Ast, right: &Ast, text: &str) {
    pretty(&left.clone().without_spans(), &right.clone().without_spans(), text);
}

fn pretty(left: &Ast, right: &Ast, text: &str) {
    assert!(left == right, "{text}\n{left:#?}\n{right:#?}");
}

#[test]
fn both_spellings_give_the_same_tree() {
    for (en, zh) in texts() {
        pretty(&read(&en).without_wording(), &read(&zh).without_wording(), &format!("{en}{zh}"));
    }
}

#[test]
fn printing_and_reading_again_changes_nothing() {
    for (en, zh) in texts() {
        for text in [en, zh] {
            let ast = read(&text);
            let printed = print(&ast, None);
            same(&read(&printed), &ast, &printed);
            assert_eq!(print(&read(&printed), None), printed);
        }
    }
}

#[test]
fn translations_go_there_and_back() {
    for (en, zh) in texts() {
        for (text, own, other) in [(&en, Spelling::En, Spelling::Zh), (&zh, Spelling::Zh, Spelling::En)] {
            // The canonical form of the own spelling comes back to the letter.
            let canonical = print(&read(text), Some(own));
            let there = print(&read(&canonical), Some(other));
            pretty(&read(&there).without_wording(), &read(&canonical).without_wording(), &there);
            assert_eq!(print(&read(&there), Some(own)), canonical, "{there}");
        }
    }
}

#[test]
fn the_canonical_forms_of_everything() {
    let (en, zh): (Vec<String>, Vec<String>) = texts().into_iter().unzip();
    let body = |texts: &[String], from: usize| {
        let clauses: Vec<&str> =
            texts[from..].iter().filter_map(|text| text.split_once('\n')).map(|(_, clause)| clause).collect();
        format!("{}\naward all_clauses\n{}", texts[..from].concat(), clauses.concat())
    };
    let en = print(&read(&body(&en, HEADINGS.len())), Some(Spelling::En));
    let zh = print(&read(&body(&zh, HEADINGS.len())), Some(Spelling::Zh));
    insta::assert_snapshot!("canonical_en", en);
    insta::assert_snapshot!("canonical_zh", zh);
}

#[test]
fn layout_comments_and_columns() {
    let text = "\u{feff}# top\r\n\r\n# of p\r\npolicy   p  # beside\r\n  # above issuer\r\n\tissuer “甲”#c\r\n\r\n  note \"x\"\r\n\
        fact a:bool\r\nfact b : bool\r\n\r\nfact c : bool\r\nladder l \"乙\" cites 一\r\n  step 100k where a\r\n  step 5k\r\n    # within\r\n    where b # end\r\n\
        # trailing\r\n";
    let ast = read(text);
    let printed = print(&ast, None);
    insta::assert_snapshot!("layout", printed);
    same(&read(&printed), &ast, &printed);
    assert_eq!(print(&read(&printed), None), printed);
}

#[test]
fn the_taste_of_the_language_is_its_own_canonical_form() {
    let text = include_str!("taste.rules");
    assert_eq!(print(&read(text), None), text);
}

#[test]
fn the_rules_of_the_binary_keep_their_meaning() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let ast = read(&text);
        for to in [None, Some(Spelling::Zh), Some(Spelling::En)] {
            let printed = print(&ast, to);
            let again = read(&printed);
            pretty(&again.clone().without_wording(), &ast.clone().without_wording(), "");
            assert_eq!(print(&again, to), printed);
        }
        let there = print(&ast, Some(Spelling::En));
        let back = print(&read(&there), Some(Spelling::Zh));
        assert_eq!(back, print(&ast, Some(Spelling::Zh)));
    }
}
