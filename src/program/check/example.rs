//! Examples: their shape is checked here, their names and values when they are turned into facts.

use crate::diagnostic::policy as entries;
use crate::syntax::ast::{ClauseKind, Item, Quoted};

use super::super::Example;
use super::Checker;

impl Checker {
    /// An example: what is given, and what it must come to.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other clause is misplaced in an example")]
    pub(super) fn example(&mut self, item: &Item, title: &Quoted) -> Option<Example> {
        let (mut given, mut then) = (Vec::new(), Vec::new());
        for clause in &item.clauses {
            match &clause.kind {
                ClauseKind::Given(facts) => {
                    given.extend(facts.iter().map(|fact| (fact.clone(), clause.span)))
                }
                ClauseKind::Then(outcomes) => {
                    then.extend(outcomes.iter().map(|outcome| (outcome.clone(), clause.span)));
                }
                ClauseKind::Note(_) => {}
                _ => self.misplaced(clause, "示例", "example"),
            }
        }
        if then.is_empty() {
            self.lacks(item, &entries::EXAMPLE_WITHOUT_THEN);
            return None;
        }
        Some(Example { title: title.text.clone(), given, then, span: item.span })
    }
}
