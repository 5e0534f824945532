//! Dependencies: which item needs which, why, and in what order they can be worked out (petgraph stays in here).

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use crate::source::Span;

/// A node handed out by [`Dependencies::add`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Node(NodeIndex);

/// Items and what each needs. Every edge knows the words that caused it.
#[derive(Debug)]
pub struct Dependencies<T> {
    graph: DiGraph<T, Span>,
}

impl<T> Default for Dependencies<T> {
    fn default() -> Self {
        Dependencies { graph: DiGraph::new() }
    }
}

/// A cycle: each item with the words through which it needs the next; the last needs the first.
pub type Cycle<T> = Vec<(T, Span)>;

impl<T: Clone> Dependencies<T> {
    /// No items.
    pub fn new() -> Self {
        Self::default()
    }
    /// Adds an item. Items added earlier come first in the order where nothing else decides.
    pub fn add(&mut self, item: T) -> Node {
        Node(self.graph.add_node(item))
    }
    /// `dependent` needs `needed`, because of the words at `cause`.
    pub fn needs(&mut self, dependent: Node, needed: Node, cause: Span) {
        self.graph.add_edge(needed.0, dependent.0, cause);
    }
    /// The items, each after what it needs, and every cycle there is by its shortest way round. Items of a
    /// cycle follow one another in the order, since no order among them is right.
    pub fn order(&self) -> (Vec<T>, Vec<Cycle<T>>) {
        // The order of components is the reverse of a topological one.
        let mut components = kosaraju_scc(&self.graph);
        components.reverse();
        let mut order = Vec::with_capacity(self.graph.node_count());
        let mut cycles = Vec::new();
        for component in components {
            order.extend(component.iter().filter_map(|&node| self.graph.node_weight(node).cloned()));
            match component.as_slice() {
                &[single] if self.graph.find_edge(single, single).is_none() => {}
                members => cycles.push(self.shortest_cycle(members)),
            }
        }
        (order, cycles)
    }

    /// The shortest way from the earliest member of a strongly connected component back to itself.
    fn shortest_cycle(&self, members: &[NodeIndex]) -> Cycle<T> {
        let Some(&start) = members.iter().min() else { return Vec::new() };
        let inside: std::collections::BTreeSet<NodeIndex> = members.iter().copied().collect();
        // Breadth first along "needs"; `via` holds how each node was reached.
        let mut via: std::collections::BTreeMap<NodeIndex, (NodeIndex, Span)> =
            std::collections::BTreeMap::new();
        let mut queue = std::collections::VecDeque::from([start]);
        while let Some(node) = queue.pop_front() {
            let mut needed: Vec<(NodeIndex, Span)> = self
                .graph
                .edges_directed(node, petgraph::Direction::Incoming)
                .map(|edge| (edge.source(), *edge.weight()))
                .filter(|(source, _)| inside.contains(source))
                .collect();
            needed.sort();
            for (next, cause) in needed {
                if via.contains_key(&next) {
                    continue;
                }
                via.insert(next, (node, cause));
                if next == start {
                    queue.clear();
                    break;
                }
                queue.push_back(next);
            }
        }
        let mut cycle = Vec::new();
        let mut at = start;
        while let Some(&(from, cause)) = via.get(&at) {
            if let Some(item) = self.graph.node_weight(from) {
                cycle.push((item.clone(), cause));
            }
            at = from;
            if at == start || cycle.len() > members.len() {
                break;
            }
        }
        cycle.reverse();
        cycle
    }
}

#[cfg(test)]
mod tests {
    use super::Dependencies;
    use crate::source::{FileId, Span};

    fn at(start: usize) -> Span {
        Span::new(FileId::first(), start..start + 1)
    }

    #[test]
    fn each_comes_after_what_it_needs() {
        let mut graph = Dependencies::new();
        let [a, b, c] = ["a", "b", "c"].map(|name| graph.add(name));
        graph.needs(a, b, at(0));
        graph.needs(b, c, at(1));
        assert_eq!(graph.order(), (vec!["c", "b", "a"], vec![]));
    }

    #[test]
    fn a_cycle_names_every_link_with_its_cause() {
        let mut graph = Dependencies::new();
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| graph.add(name));
        graph.needs(a, b, at(0));
        graph.needs(b, c, at(1));
        graph.needs(c, a, at(2));
        graph.needs(d, d, at(3));
        let (order, cycles) = graph.order();
        assert_eq!(order.len(), 4);
        assert_eq!(cycles.len(), 2);
        assert!(cycles.contains(&vec![("a", at(0)), ("b", at(1)), ("c", at(2))]));
        assert!(cycles.contains(&vec![("d", at(3))]));
    }
}
