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
        help: "{advice}写金额如 \"400000.00\",或结果:{words}" / "{advice}write an amount such as \"400000.00\" or an outcome: {words}",
        labels: { here: "不认识的结果" / "unknown outcome" },
        explain: "预期可以是金额(即结果为 awarded)、一个结果词,或一个对象,只比较其中写出的键。"
               / "What is expected is an amount (the outcome is then awarded), an outcome, or an object of the keys to compare.",
    }
    /// A value of another kind in an example.
    WRONG_GIVEN "E0803" Error {
        message: "{subject} 应当是{expected},这里是{found}" / "{subject} must be {expected}, but this is {found}",
        help: "写成 {example}" / "write {example}",
        labels: { here: "这里要{expected}" / "{expected} belongs here" },
        explain: "示例里的事实和事实文件里的一样有类型:金额、比例写数,是否写名称或“非 名称”,单选写取值,多选写 [取值, 取值],清单写 [{字段 = 值, …}]。"
               / "A fact of an example has the type it is declared with: numbers for money and ratios, the name or `not name` for yes or no, a value, [value, value] for a set, [{field = value, …}] for a list.",
    }
    /// The outcome is another.
    DIFFERS "E0810" Error {
        message: "{name}:{subject}应为 {expected},算得 {got}" / "{name}: {subject} should be {expected}, but is {got}",
        help: "规则和预期有一处不对;用 ipcalc eval 看每一步怎么算" / "either the rules or what is expected is wrong; ipcalc eval shows every step",
        labels: { here: "预期写在这里" / "expected here" },
        explain: "示例和案例说明一个申报主体应当得到什么。算得的结果不同,说明规则没有照原文写,或者预期算错了。金额精确比较,一分也不能差。"
               / "Examples and cases say what an applicant should get. Another result means that the rules do not say what the text says, or that the expectation is wrong. Amounts are compared exactly, to the fen.",
    }
}
