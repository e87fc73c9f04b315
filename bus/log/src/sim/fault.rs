//! Which faults a simulation may bring about.

/// Faults to choose from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a set of switches")]
pub struct Faults {
    /// The machine stops at any call and forgets what was not synced.
    pub crash: bool,
    /// The process is killed; the page cache stays.
    pub kill: bool,
    /// The disk is full for a while.
    pub full_disk: bool,
    /// A sync fails and loses what it was to write.
    pub failing_sync: bool,
    /// A write fails with part of it done.
    pub failing_write: bool,
    /// A bit of a durable file changes, or a sector of it turns to zeros.
    pub damage: bool,
    /// A sync returns without having written anything. No log can stand this one: it shows that the simulation
    /// would notice.
    pub lying_sync: bool,
}

impl Faults {
    /// All that a log has to stand.
    pub const ALL: Self = Self {
        crash: true,
        kill: true,
        full_disk: true,
        failing_sync: true,
        failing_write: true,
        damage: true,
        lying_sync: false,
    };

    /// Reads a list such as `crash,full-disk`, or `all`.
    ///
    /// # Errors
    /// The word that is no fault.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut faults = Self::default();
        for word in text.split(',') {
            match word {
                "all" => faults = Self { lying_sync: faults.lying_sync, ..Self::ALL },
                "crash" => faults.crash = true,
                "kill" => faults.kill = true,
                "full-disk" => faults.full_disk = true,
                "failing-sync" => faults.failing_sync = true,
                "failing-write" => faults.failing_write = true,
                "damage" => faults.damage = true,
                "lying-sync" => faults.lying_sync = true,
                _ => return Err(word.to_owned()),
            }
        }
        Ok(faults)
    }
}
