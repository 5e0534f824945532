//! Diagnostics of the room `cases`: E08xx.

use super::entries;

entries! {
    /// A case that expects nothing.
    LACKS_EXPECT "E0801" Error {
        message: "案例 {name} 没有写预期结果" / "the case {name} has no expect",
        help: "加上 \"expect\": {example}" / "add \"expect\": {example}",
        labels: { here: "这里缺少 expect" / "expect is missing here" },
        explain: "案例文件是一个或一列带 name 和 expect 的事实对象。没有 expect 的案例什么也检验不了。"
               / "A case file is a facts object, or a list of them, each with name and expect. A case without expect tests nothing.",
    }
    /// Neither an amount nor an outcome.
    UNKNOWN_OUTCOME "E0802" Error {
        message: "{subject} 的预期“{text}”既不是金额也不是结果" / "what is expected of {subject}, \"{text}\", is neither an amount nor an outcome",
        help: "{advice}写金额如 \"400000.00\"，或结果：{words}" / "{advice}write an amount such as \"400000.00\" or an outcome: {words}",
        labels: { here: "不认识的结果" / "unknown outcome" },
        explain: "预期可以是金额（即结果为 awarded）、一个结果词，或一个对象，只比较其中写出的键。"
               / "What is expected is an amount (the outcome is then awarded), an outcome, or an object of the keys to compare.",
    }
    /// A value of another kind in an example.
    WRONG_GIVEN "E0803" Error {
        message: "{subject} 应当是{expected},这里是{found}" / "{subject} must be {expected}, but this is {found}",
        help: "写成 {example}" / "write {example}",
        labels: { here: "这里要{expected}" / "{expected} belongs here" },
        explain: "示例里的事实和事实文件里的一样有类型：金额、比例写数，是否写名称或“非 名称”，单选写取值，多选写 [取值， 取值]，清单写 [{字段 = 值， …}]。"
               / "A fact of an example has the type it is declared with: numbers for money and ratios, the name or `not name` for yes or no, a value, [value, value] for a set, [{field = value, …}] for a list.",
    }
    /// The outcome is another.
    DIFFERS "E0810" Error {
        message: "{name}:{subject}应为 {expected},算得 {got}" / "{name}: {subject} should be {expected}, but is {got}",
        help: "规则和预期有一处不对；用 ipcalc eval 看每一步怎么算" / "either the rules or what is expected is wrong; ipcalc eval shows every step",
        labels: { here: "预期写在这里" / "expected here" },
        explain: "示例和案例说明一个申报主体应当得到什么。算得的结果不同，说明规则没有照原文写，或者预期算错了。金额精确比较，一分也不能差。"
               / "Examples and cases say what an applicant should get. Another result means that the rules do not say what the text says, or that the expectation is wrong. Amounts are compared exactly, to the fen.",
    }
    /// A value of one year for a fact that has no years.
    NO_YEARS "E0840" Error {
        message: "「{name}」不按年，不能给出 {year} 年的数" / "`{name}` is not by year, so it has no value of {year}",
        help: "删去年份；或者在声明里加上「按年」" / "delete the year; or declare the fact `by year`",
        labels: { here: "这个年份" / "a year here" },
        explain: "只有按年的事实和指标才有各年的数：有效专利数量 = 12500 在 2021年。" / "Only facts by year and indicators have values of years: valid_patents = 12500 in 2021.",
    }
    /// No such indicator.
    UNKNOWN_TARGET "E0841" Error {
        message: "政策里没有指标「{name}」" / "the policy has no target `{name}`",
        help: "{advice}用 ipcalc list 查看全部指标" / "{advice}ipcalc list shows all targets",
        labels: { here: "不认识的指标" / "unknown target" },
        explain: "完成、未完成说的是指标(target)的编号或标题。" / "`met` and `missed` are said of a target, by id or title.",
    }
    /// An indicator without a goal for that year.
    NO_GOAL_IN_YEAR "E0842" Error {
        message: "指标「{name}」在 {year} 年没有目标" / "the target `{name}` has no goal for {year}",
        help: "有目标的年份：{years}" / "years with a goal: {years}",
        labels: { here: "这个年份" / "this year" },
        explain: "每个目标按它的年份判断；没有写年份的目标不写年份。" / "A goal is judged in its year; leave out the year for goals without one.",
    }
    /// A word that is no outcome of a target.
    NO_TARGET_OUTCOME "E0843" Error {
        message: "指标的预期“{text}”不是结果" / "\"{text}\" is no outcome of a target",
        help: "写 met、missed 或 undetermined;分年写 {example}" / "write met, missed or undetermined, or by year {example}",
        labels: { here: "不认识的结果" / "unknown outcome" },
        explain: "预期的 targets 是一个对象：指标的编号 → 结果，或者 编号 → {年份： 结果}。一个年份有几个目标时，全部完成才是 met，有一个未完成就是 missed。"
               / "The expected `targets` are an object: id → outcome, or id → {year: outcome}. Where a year has several goals, all have to be met; one that is missed makes it missed.",
    }
}
