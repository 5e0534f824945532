//! Diagnostics of dependencies: E04xx.

use super::entries;

entries! {
    /// Items that need one another in a circle.
    CYCLE "E0401" Error {
        message: "循环：{links}" / "these need one another in a circle: {links}",
        help: "去掉其中一处引用，让计算有先有后" / "remove one of the references, so that one of them can be worked out first",
        labels: { here: "循环从这里开始" / "the circle begins here", link: "然后用到这里" / "which needs this" },
        explain: "一个奖励的金额或条件可以用到另一个奖励或中间值，但不能绕回自己：那样就没有先后，算不出来。消息里按顺序列出了循环的每一环。"
               / "An award may use the amount of another award or a let, but not come back to itself: then nothing could be worked out first. The message names every link.",
    }
}
