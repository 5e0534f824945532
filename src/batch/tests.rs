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
