//! The first bytes of a connection: which version is spoken.

/// What a client's first bytes are.
pub(crate) const MAGIC: [u8; 4] = [0x60, 0x60, 0xb0, 0x17];
/// The answer where no version is common.
pub(crate) const NO_VERSION: [u8; 4] = [0; 4];

/// A version of Bolt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// Before the point.
    pub major: u8,
    /// After it.
    pub minor: u8,
}

impl Version {
    /// A version.
    #[must_use]
    pub const fn new(major: u8, minor: u8) -> Self {
        Self { major, minor }
    }

    pub(crate) fn bytes(self) -> [u8; 4] {
        [0, 0, self.minor, self.major]
    }
}

/// The first of the client's four proposals that the server speaks; each is a version and how many minor versions below
/// it are meant as well.
pub(crate) fn choose(proposals: [u8; 16], spoken: &[Version]) -> Option<Version> {
    proposals.chunks(4).find_map(|proposal| {
        let [_, range, minor, major] = *proposal else { return None };
        let meant = |version: &&Version| {
            version.major == major && (minor.saturating_sub(range)..=minor).contains(&version.minor)
        };
        spoken.iter().filter(meant).max().copied()
    })
}

#[cfg(test)]
mod tests {
    use super::{Version, choose};

    #[test]
    fn the_first_proposal_that_is_spoken_is_taken() {
        let spoken = [Version::new(4, 3), Version::new(5, 2)];
        let exact = [0, 0, 4, 4, 0, 0, 3, 4, 0, 0, 1, 4, 0, 0, 0, 4];
        assert_eq!(choose(exact, &spoken), Some(Version::new(4, 3)));
        let ranges = [0, 0, 1, 6, 0, 4, 4, 5, 0, 2, 4, 4, 0, 0, 0, 3];
        assert_eq!(choose(ranges, &spoken), Some(Version::new(5, 2)));
        let foreign = [0, 0, 1, 6, 0, 0, 9, 5, 0, 0, 4, 4, 0, 0, 0, 3];
        assert_eq!(choose(foreign, &spoken), None);
    }
}
