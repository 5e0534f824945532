//! Diagnostics of the room `analysis`: W10xx.

use super::entries;

entries! {
    /// A fact that nothing uses.
    FACT_UNUSED "W1001" Warning {
        message: "没有任何条目用到申报项「{fact}」" / "nothing uses the fact `{fact}`",
        help: "删去它，或者检查是否漏写了用到它的条件或金额" / "delete it, or see whether a condition or an amount that uses it is missing",
        labels: { here: "问了申请人，却不影响任何结果" / "asked of the applicant, but no result depends on it" },
        explain: "申报项会向申请人提问。奖励、阶梯、支持和组合都没有用到的申报项，不影响任何结果；往往是漏写了一个条件。\n\n申报项 是否小微企业 : 是否\n奖励 a \"甲\"\n  金额 10万元          # 没有条件用到 是否小微企业"
               / "A fact is a question put to the applicant. One that no award, ladder, support or group uses changes no result; often a condition was forgotten.\n\nfact is_small : bool\naward a \"A\"\n  pays 100k            # no condition uses is_small",
    }
    /// A field that nothing uses.
    FIELD_UNUSED "W1002" Warning {
        message: "没有任何条目用到「{list}」的字段「{field}」" / "nothing uses the field `{field}` of `{list}`",
        help: "删去它，或者检查是否漏写了用到它的条件或金额" / "delete it, or see whether a condition or an amount that uses it is missing",
        labels: { here: "每一条都要填，却不影响任何结果" / "asked for each item, but no result depends on it" },
        explain: "清单的每条记录都要填写这个字段，但没有条件或金额读取它。\n\n申报项 贷款清单 : 清单 贷款\n  字段 利息 : 金额\n  字段 银行 : 文字      # 没有用到"
               / "The field is asked for each item of the list, but no condition or amount reads it.\n\nfact loans : list of loan\n  field interest : money\n  field bank : text     # nothing uses it",
    }
    /// An intermediate value that nothing uses.
    LET_UNUSED "W1003" Warning {
        message: "没有任何条目用到「{name}」" / "nothing uses `{name}`",
        help: "删去它，或者在条件或金额里用它" / "delete it, or use it in a condition or an amount",
        labels: { here: "定义了，却没有用到" / "defined, but never used" },
        explain: "「令」给一个中间值起名。没有条目用到的中间值不影响任何结果。" / "`let` names an intermediate value. One that nothing uses changes no result.",
    }
    /// Conditions of an award that cannot hold together.
    CONTRADICTION "W1004" Warning {
        message: "「{award}」谁也得不到：这些条件不可能同时成立" / "nobody can ever receive `{award}`: these conditions cannot hold together",
        help: "改正其中一个条件。例如 {example}：满足其余各条，就不可能满足这一条"
            / "correct one of them. For example {example}: who satisfies the others cannot satisfy this one",
        labels: { here: "与其余标出的条件矛盾" / "contradicts the others that are marked", other: "不能与它同时成立" / "cannot hold together with it" },
        explain: "条件要全部成立才给付。标出的几条放在一起，没有一个申请人能够满足；去掉其中任何一条就有人满足。\n\n条件 专利数 >= 10\n条件 专利数 < 5"
               / "An award is paid where all its conditions hold. No applicant satisfies the marked ones together; without any one of them somebody would.\n\nwhere patents >= 10\nwhere patents < 5",
    }
    /// One condition that never holds keeps everybody from an award.
    NEVER_RECEIVED "W1005" Warning {
        message: "「{award}」谁也得不到：这个条件永远不成立" / "nobody can ever receive `{award}`: this condition never holds",
        help: "改正条件或者申报项的范围：{ranges}" / "correct the condition or the range of the fact: {ranges}",
        labels: { here: "任何取值都不满足" / "no value satisfies it" },
        explain: "按申报项的类型和范围，这个条件对谁都不成立，奖励也就无人可得。\n\n申报项 等级 : 计数 级\n  范围 0 至 5\n奖励 a \"甲\"\n  条件 等级 > 5"
               / "Given the types and ranges of the facts this condition holds for nobody, so nobody receives the award.\n\nfact level : count of levels\n  range 0 to 5\naward a \"A\"\n  where level > 5",
    }
    /// A condition that the author has fixed.
    SWITCHED_OFF "W1006" Note {
        message: "「{award}」谁也得不到：这个条件写定为否" / "nobody receives `{award}`: this condition is fixed as false",
        help: "如果申请人中确有符合的，请把写定的值改成申报项；否则不必改动"
            / "if some applicants do satisfy it, make the fixed value a fact; else leave it as it is",
        labels: { here: "写定的值，不随申请人变化" / "a fixed value, the same for every applicant" },
        explain: "条件只取决于规则里写定的值，没有一个申报项能改变它。这常常是有意的：原文的对象不在申报主体之列。"
               / "The condition depends on nothing but what the rules fix; no fact can change it. Often that is intended: those it is for are no applicants.",
    }
    /// Conditions can hold, but the amount is always zero.
    ALWAYS_ZERO "W1007" Warning {
        message: "「{award}」谁也得不到：满足全部条件的人，金额也总是零" / "nobody can ever receive `{award}`: even where all conditions hold, it comes to nothing",
        help: "检查金额、限额和各档的条件。例如 {example}：满足全部条件，得到 0.00"
            / "check the amount, the limits and the conditions of its steps. For example {example}: satisfies all conditions and gets 0.00",
        labels: { here: "对谁都是零，或者没有数额" / "nothing for anybody" },
        explain: "有人满足全部条件，但按金额的写法，任何人算出来都是零（或者没有一档、一支适用）。\n\n条件 专利数 <= 3\n金额 专利数 超出 3 的部分 每件 1万元"
               / "Somebody satisfies all conditions, but whoever does gets nothing, or no step or arm applies to him.\n\nwhere patents <= 3\npays 10k for each of patents above 3",
    }
    /// A condition that never holds.
    CONDITION_NEVER "W1008" Warning {
        message: "这个条件永远不成立" / "this condition never holds",
        help: "改正条件或者申报项的范围：{ranges}" / "correct the condition or the range of the fact: {ranges}",
        labels: { here: "任何取值都不满足" / "no value satisfies it" },
        explain: "按申报项的类型和范围，没有一个取值满足这个条件。\n\n申报项 等级 : 计数 级\n  范围 0 至 5\n… 等级 > 5"
               / "Given the types and ranges of the facts no value satisfies this condition.\n\nfact level : count of levels\n  range 0 to 5\n… level > 5",
    }
    /// A condition that always holds.
    CONDITION_ALWAYS "W1009" Warning {
        message: "这个条件总是成立" / "this condition always holds",
        help: "删去它，或者改正条件或申报项的范围：{ranges}" / "delete it, or correct the condition or the range of the fact: {ranges}",
        labels: { here: "任何取值都满足" / "every value satisfies it" },
        explain: "按申报项的类型和范围，每一个取值都满足这个条件，写与不写一样。\n\n申报项 专利数 : 计数 件\n… 专利数 >= 0"
               / "Given the types and ranges of the facts every value satisfies this condition, so it changes nothing.\n\nfact patents : count of patents\n… patents >= 0",
    }
    /// A step that nobody holds.
    STEP_NEVER_HELD "W1010" Warning {
        message: "「{award}」的{step}谁也持有不了" / "nobody can ever hold {step} of `{award}`",
        help: "改正这一档的条件：它与奖励的条件不可能同时成立" / "correct the condition of the step: it cannot hold together with those of the award",
        labels: { here: "没有人能持有这一档" / "no applicant holds this step" },
        explain: "能申请这项奖励的人里，没有一个满足这一档的条件。\n\n对象 企业\n档 10万元 当 申报主体 = 高校"
               / "Of those who can receive the award nobody satisfies the condition of this step.\n\nfor enterprise\nstep 100k where applicant is university",
    }
    /// A step that never decides the amount.
    STEP_NEVER_COUNTS "W1011" Warning {
        message: "「{award}」的{step}从来不起作用：持有它的人，总同时持有不低于它的{other}" / "{step} of `{award}` never counts: whoever holds it also holds {other}, which is worth at least as much",
        help: "检查各档的金额和条件。例如 {example}" / "check the amounts and conditions of the steps. For example {example}",
        labels: { here: "删去它，结果不变" / "without it every result is the same", other: "总是不低于它" / "always worth at least as much" },
        explain: "阶梯按所持最高一档计。一档如果总被另一档盖过，它的金额就从来不会出现在结果里，往往是金额写反了。\n\n档 5万元 当 等级 >= 2\n档 10万元 当 等级 >= 1     # 等级 2 的人总是按 10万元"
               / "The highest step held counts. One that another always covers never shows in a result; often amounts were exchanged.\n\nstep 50k where level >= 2\nstep 100k where level >= 1     # who has level 2 always gets 100k",
    }
    /// An arm that earlier arms take everybody from.
    ARM_NEVER_REACHED "W1012" Warning {
        message: "「{item}」里的这一支谁也到不了：符合它的人都已由前面的各支取走" / "nobody reaches this arm of `{item}`: the arms before it take everybody who satisfies it",
        help: "调整各支的先后或条件。例如 {example}：符合这一支，却按前面的一支计算"
            / "change the order or the conditions of the arms. For example {example}: satisfies this arm, but an earlier one is taken",
        labels: { here: "轮不到这一支" / "never taken", earlier: "先取这一支" / "taken before it" },
        explain: "各支按先后取第一个成立的。门槛低的写在前面，门槛高的就永远轮不到。\n\n金额 10万元 当 等级 >= 1 否则 20万元 当 等级 >= 3"
               / "Of several arms the first that holds is taken. With the lower threshold first the higher one is never reached.\n\npays 100k where level >= 1 else 200k where level >= 3",
    }
    /// An arm whose condition cannot hold where it stands.
    ARM_IMPOSSIBLE "W1013" Warning {
        message: "「{item}」里的这一支谁也到不了：它的条件在这里不可能成立" / "nobody reaches this arm of `{item}`: its condition cannot hold here",
        help: "改正这一支的条件，或者删去这一支" / "correct the condition of the arm, or delete the arm",
        labels: { here: "与条目的条件不可能同时成立" / "cannot hold together with the conditions of the item" },
        explain: "满足条目全部条件的人里，没有一个满足这一支的条件。\n\n条件 等级 >= 3\n金额 10万元 当 等级 >= 4 否则 5万元 当 等级 < 2 否则 3万元"
               / "Of those who satisfy the conditions of the item nobody satisfies that of the arm.\n\nwhere level >= 3\npays 100k where level >= 4 else 50k where level < 2 else 30k",
    }
    /// Applicants whom no arm reaches, at one end.
    GAP "W1014" Note {
        message: "「{item}」的各支没有覆盖所有人" / "the arms of `{item}` do not cover everybody",
        help: "例如 {example}：满足其余条件，却不符合任何一支，因此得不到。若非本意，请补上最后一支「否则 …」"
            / "for example {example}: satisfies the other conditions, but no arm, and so gets nothing. If that is not meant, add a last `else`",
        labels: { here: "没有一支适用时，没有金额" / "no amount where no arm applies" },
        explain: "各支都有条件，又没有最后的「否则」时，哪一支都不符合的人得不到。分档常常有意如此（最低一档以下不给）。"
               / "Where every arm has a condition and there is no last `else`, who satisfies none gets nothing. For brackets that is often intended: nothing below the lowest.",
    }
    /// Applicants between two arms.
    HOLE "W1015" Warning {
        message: "「{item}」的各支之间有空隙" / "there is a gap between the arms of `{item}`",
        help: "例如 {example}：满足其余条件，却不符合任何一支；更少和更多的人都有。请检查各支的门槛是否含本数"
            / "for example {example}: satisfies the other conditions, but no arm, while with less and with more there is one. See whether the thresholds include the number",
        labels: { here: "中间有人轮空" / "somebody in the middle is left out" },
        explain: "数目更少的人有一支，更多的人也有一支，正好落在中间的人却没有。多半是“以上”“超过”含不含本数没有接上。\n\n金额 5万元 当 件数 < 100 否则 10万元 当 件数 > 100     # 正好 100 件的人没有"
               / "There is an arm for less and an arm for more, but none for who is just between. Mostly one of two thresholds should include the number.\n\npays 50k where pieces < 100 else 100k where pieces > 100     # nothing for exactly 100",
    }
    /// A limit that is never reached.
    LIMIT_NEVER_BINDS "W1016" Warning {
        message: "「{award}」的这个限额从来不起作用：限额之前的金额{most}" / "this limit of `{award}` never binds: what it limits {most}",
        help: "删去它，或者检查金额、比例和限额的位数" / "delete it, or check the digits of the amount, the share and the limit",
        labels: { here: "金额到不了这里" / "the amount never gets there" },
        explain: "对任何申请人，限额之前的金额都不超过限额，写与不写一样；往往是多写或少写了一个零。带「每年」「累计」的限额要扣除以前已付，不在此列。\n\n金额 10万元， 最高 50万元"
               / "For every applicant the amount before the limit is within it, so it changes nothing; often a zero is missing or too many. Limits per year or in all count what was paid before and are not meant.\n\npays 100k, max 500k",
    }
    /// A limit that another limit makes useless.
    LIMIT_USELESS "W1017" Warning {
        message: "「{award}」的这个限额没有用处：另一个限额总是不比它宽" / "this limit of `{award}` is useless: another limit is never wider",
        help: "删去它，或者改正其中一个" / "delete it, or correct one of them",
        labels: { here: "删去它，结果不变" / "without it every result is the same", other: "这个限额已经管住了" / "this one does it all" },
        explain: "两个限额同时适用时取较低的。一个总不高于另一个（计算的范围也不窄），另一个就从来不起作用。\n\n最高 50万元\n最高 30万元"
               / "Of two limits the lower one decides. Where one is never above the other, and counts at least as much history, the other never decides.\n\nmax 500k\nmax 300k",
    }
    /// A minimum after a limit lifts the amount over it.
    FLOOR_BEATS_CAP "W1018" Warning {
        message: "「{award}」的保底可以高于限额；保底写在后面，付款会超过限额" / "the minimum of `{award}` can be above its limit; it stands after it, so the payment exceeds the limit",
        help: "把限额写在保底之后，或者改正其中一个。例如 {example}" / "put the limit after the minimum, or correct one of them. For example {example}",
        labels: { here: "保底后执行，保底胜出" / "applied later: the minimum wins", cap: "被超过的限额" / "the limit that is exceeded" },
        explain: "金额的各行按写的顺序执行。保底在限额之后，又高于限额时，付款会超过限额。\n\n金额 交易额 的 5%, 最高 5万元\n至少 10万元"
               / "The lines of an amount are applied as written. A minimum that stands after a lower limit lifts the payment over it.\n\npays 5% of x, max 50k\nat least 100k",
    }
    /// A limit after a minimum cuts below it.
    CAP_BEATS_FLOOR "W1019" Warning {
        message: "「{award}」的保底可以高于限额；限额写在后面，保底达不到" / "the minimum of `{award}` can be above its limit; the limit stands after it, so the minimum is not reached",
        help: "改正其中一个。例如 {example}" / "correct one of them. For example {example}",
        labels: { here: "先执行，随后被限额截去" / "applied first, then cut by the limit", cap: "限额后执行，限额胜出" / "applied later: the limit wins" },
        explain: "金额的各行按写的顺序执行。限额在保底之后，又低于保底时，保底的数额从来付不到。\n\n金额 交易额 的 5%\n至少 10万元\n最高 5万元"
               / "The lines of an amount are applied as written. A limit that stands after a higher minimum cuts the payment below it.\n\npays 5% of x\nat least 100k\nmax 50k",
    }
    /// A minimum lifts the amount over what history leaves of a limit.
    FLOOR_OVER_REST "W1020" Warning {
        message: "「{award}」的保底写在限额之后：限额快用完时，保底会使累计付款超过限额" / "the minimum of `{award}` stands after its limit: where little of the limit is left, it lifts the sum of payments over it",
        help: "把限额写在保底之后。例如 {example}" / "put the limit after the minimum. For example {example}",
        labels: { here: "抬高已被限额截过的金额" / "raises what the limit has cut", cap: "累计会超过这个限额" / "the payments together exceed this" },
        explain: "带「每年」「累计」的限额扣除以前已付。剩余不足保底时，写在后面的保底会把金额抬回去。\n\n金额 交易额 的 5%, 每年最高 50万元\n至少 1万元"
               / "A limit per year or in all leaves what was not paid before. Where less is left than the minimum that follows, the minimum raises it again.\n\npays 5% of x, max 500k per year\nat least 10k",
    }
    /// A member of a group that another one always beats.
    MEMBER_NEVER_WINS "W1021" Warning {
        message: "「{member}」在组合「{group}」里从来轮不到：能得到它的人，总由{by}取代" / "`{member}` never wins in the group `{group}`: whoever could have it gets {by} instead",
        help: "检查成员的先后、金额和条件。例如 {example}" / "check the order, the amounts and the conditions of the members. For example {example}",
        labels: { here: "总被取代" / "always displaced" },
        explain: "组合只付其中一项。一个成员如果每次都有别的成员在先或更高，它就从来不会付出。\n\n组合 g \"就高\"\n  成员 甲， 乙          # 甲 10万元，条件比 乙 宽；乙 5万元\n  取最高一项"
               / "A group pays one of its members. One that is displaced whenever it could be paid never is.\n\ngroup g \"the higher\"\n  members a, b        # a pays 100k under wider conditions than b, which pays 50k\n  pays the highest",
    }
    /// A member of a group that never meets another.
    MEMBER_NEVER_MEETS "W1022" Note {
        message: "「{member}」在组合「{group}」里没有对手：能得到它的人，得不到其他成员" / "`{member}` never meets another member of the group `{group}`: who can have it can have no other",
        help: "不必改动；如果本意是排斥，请检查条件。例如 {example}" / "nothing has to be changed; if it was meant to exclude others, check the conditions. For example {example}",
        labels: { here: "从不与其他成员同时可付" / "never payable together with another" },
        explain: "这个成员和其他成员的对象或条件本来就互不相交，放不放进组合结果一样。" / "Its conditions and those of the other members exclude each other anyway, so being in the group changes nothing for it.",
    }
    /// A group whose members never meet.
    GROUP_NEVER_MEETS "W1023" Note {
        message: "组合「{group}」的成员从不同时可付" / "no two members of the group `{group}` are ever payable together",
        help: "不必改动：成员的对象或条件本来就互不相交，有没有这个组合结果一样" / "nothing has to be changed: their conditions exclude each other anyway, so the group changes no result",
        labels: { here: "有没有它，结果一样" / "every result is the same without it" },
        explain: "例如一个成员只给企业，另一个只给高校：没有申请人能同时得到两项，组合也就没有可取舍的。"
               / "Where one member is for enterprises and the other for universities, no applicant can have both, and there is nothing for the group to choose from.",
    }
    /// A common limit that is never reached.
    COMMON_LIMIT_NEVER_BINDS "W1024" Warning {
        message: "组合「{group}」的合计限额从来不起作用：成员的金额加起来也不超过它" / "the common limit of the group `{group}` never binds: the members together never exceed it",
        help: "删去组合，或者检查限额" / "delete the group, or check the limit",
        labels: { here: "合计到不了这个限额" / "the members together never get there" },
        explain: "对任何申请人，成员金额之和都不超过合计限额，写与不写一样。" / "For every applicant the amounts of the members together are within the limit, so it changes nothing.",
    }
    /// Paid once, and limited by year.
    ONCE_WITH_YEARLY "W1025" Note {
        message: "「{award}」一生只给一次，「每年」的限额等于每次的限额" / "`{award}` is paid once in a lifetime, so a limit per year is a limit of that one payment",
        help: "去掉「每年」，或者去掉「一次性」：看原文是哪一种" / "drop `per year`, or drop `once`: see which one the text means",
        labels: { here: "每年的限额" / "a limit per year", once: "一次性" / "once in a lifetime" },
        explain: "「一次性」：以前得过（不论哪一年）就不再给。按年的限额因此没有别的年份可管。" / "`once`: who has received it in any year receives it no more. So there is no second year for the limit to count.",
    }
    /// Less for more.
    CLIFF "W1026" Note {
        message: "「{award}」在门槛处下跌：{fact} 从 {lower} 增到 {higher}，金额从 {before} 降到 {after}" / "`{award}` drops at a threshold: with {fact} rising from {lower} to {higher} it falls from {before} to {after}",
        help: "先看是金额变了，还是有一个条件（比例、门槛）从这里起不再符合。若非本意，可以分段计算，或者用「超出 … 的部分」。其余申报项例如：{example}" / "see whether the amount changes here or a condition (a share, a threshold) stops holding. If that is not meant, compute in parts, or use `above`. The other facts, for example: {example}",
        labels: { here: "多一点，反而少得" / "less for having more" },
        explain: "同一个申请人，作为计算基数的数目多了一点，得到的反而少。门槛两边的人会因此少报或拆分。\n\n金额 交易额 的 5% 当 交易额 <= 100万 否则 交易额 的 3%     # 100万得 5万，100万零一分得 3万"
               / "The same applicant gets less for a little more of what the amount is computed from, and will be tempted to state less or to split.\n\npays 5% of x where x <= 1m else 3% of x     # 50,000 for a million, 30,000 for one fen more",
    }
    /// The analysis was cut short.
    ANALYSIS_CUT "W1027" Note {
        message: "政策很大（{awards} 个条目），没有做全部的矛盾和空隙检查" / "the policy is large ({awards} awards): not every search for contradictions and gaps was made",
        help: "不影响计算；要检查得更细，可以把政策分成几个文件夹" / "no result is affected; for a closer look split the policy",
        labels: { here: "这个政策" / "this policy" },
        explain: "寻找矛盾、空隙和不起作用的限额要逐一试算。为了使检查总在几秒内结束，每个政策的试算次数有上限；已经报告的都是真的，没有报告的不一定没有。"
               / "Looking for contradictions, gaps and useless limits means trying cases. So that a check always ends within seconds the number of tries for a policy is bounded: what is reported is true, what is not reported need not be absent.",
    }
    /// Growth from the stated base does not come to the stated goal.
    GROWTH_FALLS_SHORT "W1040" Warning {
        message: "按增幅算不到目标：{base} × (1 + {rate})^{years} = {reached}，小于 {goal}" / "the growth does not come to the goal: {base} × (1 + {rate})^{years} = {reached}, below {goal}",
        help: "要达到 {goal}，年均增幅需要约 {needed}（显示时进位）；两个数都来自原文时，写一条 理解 说明以哪个为准"
            / "{goal} takes about {needed} a year (rounded up for display); where the text states both, add a `reading` that says which governs",
        labels: { here: "这个增幅" / "this growth", goal: "这个目标" / "this goal", base: "基期" / "the base" },
        explain: "基期、增幅和目标值三个数互相矛盾：恰好按这个增幅增长，到期末仍达不到目标值。乘积是精确计算的，显示时舍去多余的小数。" / "Base, growth and goal do not agree: growing exactly at this rate ends below the goal. The product is exact; what is shown is cut to a few decimals.",
    }
    /// A goal that asks for less than an earlier one.
    GOALS_FALL "W1041" Warning {
        message: "{later} 年的目标 {less} 低于 {earlier} 年的 {more}" / "the goal of {later}, {less}, asks for less than that of {earlier}, {more}",
        help: "检查年份和数值有没有写反；原文如此时写一条 理解" / "check years and figures; if the text says so, add a `reading`",
        labels: { here: "后一个目标" / "the later goal", earlier: "前一个目标" / "the earlier goal" },
        explain: "同一个指标逐年的目标一般不会放松。" / "The goals of one indicator rarely get easier over the years.",
    }
    /// Two goals of one indicator for one year.
    TWO_GOALS_IN_A_YEAR "W1042" Warning {
        message: "同一指标在{when}有两个目标：{first} 和 {second}" / "the indicator has two goals {when}: {first} and {second}",
        help: "只保留一个，或者分成两个指标" / "keep one, or make it two targets",
        labels: { here: "第二个" / "the second", first: "第一个" / "the first" },
        explain: "一个指标同一年只应有一个目标值。" / "An indicator has one goal for a year.",
    }
    /// Growth that can never be judged.
    GROWTH_WITHOUT_BASE "W1043" Warning {
        message: "增幅没有写明基期，无法判断是否完成" / "growth without a base can never be judged",
        help: "写明：基期 4026 在 2015年、基期 上年，或 基期 未载明" / "add one of: `base 4026 in 2015`, `base last year`, `base unstated`",
        labels: { here: "这个增幅" / "this growth" },
        explain: "年均增幅从哪一年的哪个数算起，结论会不同，所以由作者写明。原文没有说时写「基期 未载明」，结果是“待定”。" / "Which year and figure growth is counted from changes the answer, so the author says it. Where the text does not, write `base unstated`; the outcome is `undetermined`.",
    }
    /// A number that is missing in a table.
    NUMBERS_SKIPPED "W1044" Warning {
        message: "序号从 {before} 跳到 {after}" / "the numbers go from {before} to {after}",
        help: "检查有没有漏掉一行；原文缺号时，用 不编码 … 理由 \"缺号\" 写明" / "check whether a row is missing; if the document skips it, say so with `not encoded … because`",
        labels: { here: "跳号之后" / "after the gap", before: "跳号之前" / "before the gap" },
        explain: "指标写了 序号(number)时，同一节里的序号应当相连。" / "Where targets state their `number`, the numbers of one section follow one another.",
    }
    /// A number that two indicators carry.
    NUMBER_TWICE "W1045" Warning {
        message: "序号 {number} 用了两次" / "the number {number} is used twice",
        help: "检查序号" / "check the numbers",
        labels: { here: "第二次" / "the second time", first: "第一次" / "the first time" },
        explain: "指标写了 序号(number)时，同一节里每个序号只用一次。" / "Where targets state their `number`, each is used once in a section.",
    }
    /// Something is added where nothing counts.
    PLUS_ON_NOTHING "W1060" Warning {
        message: "「{award}」没有一项计入时也付 {amount}" / "`{award}` pays {amount} where nothing counts",
        help: "若非本意，要求至少有一项：`条件 任一 项 取自 清单 当 …`、`条件 件数 ≥ 1`；确实要给的，写一条「理解」。例如：{example}"
            / "if that is not meant, ask for one: `where any item in list where …`, `where pieces >= 1`; if it is, say so by `reading`. For example: {example}",
        labels: { here: "没有可加的，也照加" / "added to nothing" },
        explain: "「逐项」各行之后，没有一项计入时合计是 0；「加」再加在 0 上，所以照付。按件计算而件数是 0 时也一样。条文往往是“另加”，没有本项就没有另加：\n\n奖励 甲 \"甲\"\n  条件 任一 项 取自 清 当 项.好\n  逐项 项 取自 清 当 项.好\n  金额 项.费 的 50%\n  加 500元"
               / "After the lines of the items the sum is zero where no item counts, and `plus` adds to that, so it is paid. The same goes for an amount for each of something where there is none of it. A text that says `in addition` mostly means otherwise:\n\naward a \"A\"\n  where any item in items where item.good\n  each item in items where item.good\n  pays 50% of item.fee\n  plus 500",
    }
    /// A ratio and a number of one or more without a percent sign.
    RATIO_AS_NUMBER "W1061" Warning {
        message: "「{fact}」是比例，{value} 就是 {percent}%" / "{fact} is a ratio, so {value} means {percent}%",
        help: "指 {value}% 的，写上 %；确实指 {percent}% 的，写成 {percent}%" / "write {value}% if that is meant; write {percent}% if it is",
        labels: { here: "没有 %" / "no percent sign" },
        explain: "比例 1 是 100%。没有写 % 的 5 是 500%，常常是漏写了 %。\n\n条件 增长率 ≥ 5%" / "A ratio of 1 is 100%, so 5 without a percent sign is 500%, and the sign has mostly been forgotten.\n\nwhere rate >= 5%",
    }
    /// More than the whole of a base.
    SHARE_ABOVE_WHOLE "W1062" Warning {
        message: "{percent}% 的比例：付的比基数还多" / "{percent}% of a base: more than the whole of it is paid",
        help: "检查比例；上浮用「乘 {percent}%」写在自己的一行" / "check the share; what is raised is written on a line of its own: `times {percent}%`",
        labels: { here: "超过 100%" / "above 100%" },
        explain: "补贴的比例一般不超过基数的 100%。原文是“上浮50%”的，写「乘 150%」。" / "A subsidy is rarely more than the whole of its base. Where the text raises an amount by half, write `times 150%`.",
    }
    /// A small amount without a unit beside large ones.
    SMALL_BESIDE_OTHERS "W1063" Warning {
        message: "{value} 没有写单位，就是 {value} 元，同一条目的其他金额以万计" / "{value} has no unit and means {value} of the currency, beside far larger amounts",
        help: "指万元的，写成 {value}万；确实这么少的，写上单位：{value}元" / "write {value}万 or {value}k if that is meant; if it is not, write its currency: {value} CNY",
        labels: { here: "是不是漏了“万”？" / "is a unit missing?", other: "其他金额" / "other amounts" },
        explain: "金额不写单位就是一元的倍数：「最高 50」是 50 元，「销售额 ≥ 2000」是 2000 元。" / "Money without a unit counts single units of the currency: `max 50` is fifty, not fifty thousand.",
    }
    /// A limit on a line of its own that each item has.
    LIMIT_OF_EACH_ITEM "W1064" Note {
        message: "「{award}」的这个上限是每一项一个，各项合计没有上限" / "this limit of `{award}` is one for each item; nothing limits their sum",
        help: "限制合计的，写明期间：`每年最高 …` 或 `累计最高 …`；确实是每一项的，写 `每笔最高 …`" / "to limit the sum, say over what: `max … per year`, `max … in all`; if each item is meant, write `max … per item`",
        labels: { here: "每一项各有一个" / "one for each item" },
        explain: "「逐项」之下，没有写明范围的上限是每一项的；「乘」「加」「减」「最低」写在自己的一行时却是合计的。“每家企业最高 50万元”是合计的上限，写「每年最高 50万元」或「累计最高 50万元」。" / "Under `each` a limit without a scope is one for each item, while `times`, `plus`, `minus` and `at least` on a line of their own work on the sum. `At most 500,000 for each enterprise` limits the sum: write `max 500k per year` or `max 500k in all`.",
    }
}
