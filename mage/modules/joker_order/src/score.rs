//! `joker_order.score`: what a hand scores as it lies.

use ludograph_engine::balatro::{Luck, expected_score, score as score_of};
use ludograph_mgp::{Call, Out, Result};

use crate::{answer, hand};

/// `score(hand, run, options)`
pub(crate) fn score(call: &Call<'_>) -> Result<()> {
    let settings = call.settings("options", &["luck", "explain"])?;
    let (luck, explain) = (hand::luck(&settings)?, settings.flag("explain", false)?);
    let given = hand::read(call)?;
    let steps = answer::steps(|| &given, luck, explain)?;
    if luck == Luck::Mean {
        let found = expected_score(&given).map_err(hand::said)?;
        return call.record((
            ("hand", found.hand.name()),
            ("score", found.score),
            ("chips", Out::Null),
            ("mult", Out::Null),
            ("dollars", Out::Null),
            ("blocked", Out::Null),
            ("exact", found.floored),
            ("steps", steps),
        ));
    }
    let found = score_of(&given, luck).map_err(hand::said)?;
    call.record((
        ("hand", found.hand.name()),
        ("score", found.score),
        ("chips", found.chips),
        ("mult", found.mult),
        ("dollars", found.dollars),
        ("blocked", found.blocked),
        ("exact", true),
        ("steps", steps),
    ))
}
