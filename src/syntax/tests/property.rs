//! Any tree, printed and read again, is the same tree.

use proptest::prelude::*;

use super::read;
use super::trees::{expr, nowhere};
use crate::syntax::ast::{Ast, Clause, ClauseKind, Comments, Expr, Heading, Item, Name, RuleKind, Spelling};
use crate::syntax::print;

/// An expression that a failing test shows as text.
struct Shown(Expr);

impl std::fmt::Debug for Shown {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&print(&of_expr(self.0.clone(), Spelling::En), None))
    }
}

fn of_expr(expr: Expr, spelling: Spelling) -> Ast {
    let clause = |kind| Clause {
        span: nowhere(),
        keyword: nowhere(),
        spelling,
        comments: Comments::default(),
        kind,
        cites: Vec::new(),
    };
    let name = Name { text: "x".into(), span: nowhere() };
    let heading = Heading::Rule { kind: RuleKind::Award, name, title: None, cites: Vec::new() };
    let amount = crate::syntax::ast::Amount {
        value: expr.clone(),
        condition: Some(expr.clone()),
        otherwise: vec![(expr.clone(), None)],
    };
    let mut clauses = vec![
        clause(ClauseKind::Where(expr.clone())),
        clause(ClauseKind::Pays { amount, adjustments: Vec::new() }),
    ];
    // A text at the start of a step is its name.
    if !format!("{expr:?}").contains("Text(") {
        clauses.push(clause(ClauseKind::Step { name: None, amount: expr.clone(), condition: expr }));
    }
    let comments = Comments::default();
    Ast {
        items: vec![Item {
            span: nowhere(),
            heading_span: nowhere(),
            spelling,
            comments,
            heading,
            clauses,
            incomplete: false,
        }],
        trailing: Vec::new(),
        unread: Vec::new(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_tree_printed_and_read_is_itself(Shown(expr) in expr().prop_map(Shown), zh in any::<bool>(), translated in any::<bool>()) {
        let spelling = if zh { Spelling::Zh } else { Spelling::En };
        let ast = of_expr(expr, spelling);
        let printed = print(&ast, translated.then_some(spelling));
        let again = read(&printed);
        // Brackets may have been added, so brackets do not count; everything else does.
        prop_assert!(again.clone().without_wording() == ast.clone().without_wording(), "{}", printed);
        // What has been read needs no more brackets.
        prop_assert_eq!(print(&again, translated.then_some(spelling)), printed.clone());
        prop_assert!(read(&print(&again, None)).without_spans() == again.clone().without_spans(), "{}", printed);
        // And it survives the other spelling.
        let other = if zh { Spelling::En } else { Spelling::Zh };
        let there = read(&print(&again, Some(other)));
        prop_assert!(there.clone().without_wording() == ast.without_wording(), "{}", printed);
        let back = read(&print(&there, Some(spelling)));
        prop_assert!(back.without_wording() == there.without_wording(), "{}", printed);
    }
}
