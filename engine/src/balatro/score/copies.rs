//! What Blueprint and Brainstorm do in a given order of jokers.

use crate::balatro::model::joker::Joker;
use crate::balatro::model::rule::Code;

/// For every slot of `order`, whose effects act there: a joker's own, or those it copies; `None` where nothing does.
///
/// A chain of copies is followed. Nothing is copied past the right end, by Brainstorm in the first slot, around a
/// loop, through a debuffed joker, or from a kind that cannot be copied.
pub(crate) fn sources(jokers: &[Joker], order: &[usize]) -> Vec<Option<usize>> {
    (0..order.len()).map(|slot| source_at(jokers, order, slot)).collect()
}

/// The source of one slot; see [`sources`].
pub(crate) fn source_at<I: Copy + Into<usize>>(jokers: &[Joker], order: &[I], slot: usize) -> Option<usize> {
    let mut at = slot;
    for _ in 0..=order.len() {
        let index: usize = (*order.get(at)?).into();
        let joker = jokers.get(index).filter(|joker| !joker.debuffed)?;
        at = match joker.info().copies() {
            None => return Some(index).filter(|_| at == slot || joker.info().copyable),
            Some(Code::Leftmost) if at == 0 => return None,
            Some(Code::Leftmost) => 0,
            Some(_) => at + 1,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::sources;
    use crate::balatro::model::joker::{Joker, JokerKind};

    fn lineup(names: &[&str]) -> Vec<Option<usize>> {
        let jokers: Vec<Joker> = names.iter().map(|name| Joker::new(JokerKind::find(name).unwrap())).collect();
        sources(&jokers, &(0..jokers.len()).collect::<Vec<_>>())
    }

    #[test]
    fn chains_end_at_what_can_be_copied() {
        assert_eq!(lineup(&["Baron", "Blueprint", "Mime", "Brainstorm"]), [Some(0), Some(2), Some(2), Some(0)]);
        assert_eq!(lineup(&["Blueprint", "Blueprint", "Baron"]), [Some(2), Some(2), Some(2)]);
        assert_eq!(lineup(&["Blueprint", "Brainstorm"]), [None, None]);
        assert_eq!(lineup(&["Brainstorm", "Baron", "Blueprint"]), [None, Some(1), None]);
        assert_eq!(lineup(&["Blueprint", "Splash"]), [None, Some(1)]);
    }

    #[test]
    fn a_debuffed_link_breaks_the_chain() {
        let mut jokers: Vec<Joker> =
            ["Blueprint", "Blueprint", "Baron"].map(|name| Joker::new(JokerKind::find(name).unwrap())).to_vec();
        jokers[1].debuffed = true;
        assert_eq!(sources(&jokers, &[0, 1, 2]), [None, None, Some(2)]);
        assert_eq!(sources(&jokers, &[1, 0, 2]), [None, Some(2), Some(2)]);
    }
}
