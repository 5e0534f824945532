//! Tests of the code that programs become.

use super::{Engine, Settings, Want};
use crate::compile::compile;
use crate::source::Sources;

#[test]
#[ignore = "shows code to people who look for what could be shorter"]
fn show() {
    let mut sources = Sources::new();
    let file = sources.add("qd8.rules", include_str!("../../benches/qd8.rules"));
    let plan = compile(&sources, &[file]).plan.unwrap();
    for outcomes in [false, true] {
        let engine = Engine::new(&plan, Want { outcomes }, Settings::default());
        let program = crate::scaled::lower_for(&plan, engine.forms(), Want { outcomes }).unwrap();
        println!("{program}");
        let (code, _) = engine.plain.unwrap();
        for line in &code.level.lines {
            println!("{:?} {:?} = {:?}", line.to.class, line.to.place, line.what);
        }
        println!("{:?}", code.level.registers);
    }
}

#[test]
#[ignore = "shows what sends rows to the explaining evaluator"]
fn show_zhangzhou() {
    let mut sources = Sources::new();
    let file = sources.add("zhangzhou.rules", include_str!("../../rules/zhangzhou.rules"));
    let plan = compile(&sources, &[file]).plan.unwrap();
    let settings = Settings { as_of: crate::calendar::Date::parse("2024-06-30"), history: false };
    let engine = Engine::new(&plan, Want { outcomes: true }, settings);
    let program = crate::scaled::lower_for(&plan, engine.forms(), Want { outcomes: true }).unwrap();
    println!("{program}");
}
