//! One simulated file: what the page cache has, and what the disk has.

use super::Prng;

pub(super) const PAGE_BYTES: usize = 4096;
const SECTOR_BYTES: usize = 512;

/// How much of what was not synced outlives a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Survival {
    Nothing,
    Everything,
    /// Page by page, and within a page sector by sector.
    Mixed,
}

#[derive(Debug, Default)]
pub(super) struct Inode {
    cached: Vec<u8>,
    durable: Vec<u8>,
    /// Pages written since they were last synced.
    dirty: Vec<bool>,
    /// Pages a failed sync marked clean without writing them.
    lost: Vec<bool>,
    /// The length changed since the last sync; the least it was meanwhile.
    shrunk_to: Option<usize>,
}

impl Inode {
    pub(super) fn len(&self) -> usize {
        self.cached.len()
    }

    pub(super) fn pages(&self) -> usize {
        self.cached.len().div_ceil(PAGE_BYTES)
    }

    pub(super) fn read(&self, buffer: &mut [u8], offset: usize) -> usize {
        let Some(rest) = self.cached.get(offset..) else { return 0 };
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        count
    }

    pub(super) fn write(&mut self, bytes: &[u8], offset: usize) {
        if bytes.is_empty() {
            return;
        }
        let end = offset + bytes.len();
        self.extend(end);
        self.cached[offset..end].copy_from_slice(bytes);
        self.dirty[offset / PAGE_BYTES..end.div_ceil(PAGE_BYTES)].fill(true);
    }

    pub(super) fn extend(&mut self, len: usize) {
        if len > self.cached.len() {
            self.note_resize(self.cached.len());
            self.resize_cache(len);
        }
    }

    pub(super) fn truncate(&mut self, len: usize) {
        if len < self.cached.len() {
            self.note_resize(len);
            self.resize_cache(len);
        }
    }

    fn note_resize(&mut self, least: usize) {
        self.shrunk_to = Some(self.shrunk_to.map_or(least, |before| before.min(least)));
    }

    fn resize_cache(&mut self, len: usize) {
        self.cached.resize(len, 0);
        self.dirty.resize(len.div_ceil(PAGE_BYTES), false);
        self.lost.resize(len.div_ceil(PAGE_BYTES), false);
    }

    pub(super) fn sync(&mut self) {
        self.settle_length(true);
        for page in 0..self.dirty.len() {
            if std::mem::take(&mut self.dirty[page]) {
                self.persist(page);
                self.lost[page] = false;
            }
        }
    }

    /// The system writes some pages before it is asked to.
    pub(super) fn write_back(&mut self, prng: &mut Prng) {
        if self.shrunk_to.is_some() {
            // Pages follow their length, not the other way round.
            return;
        }
        for page in 0..self.dirty.len() {
            if self.dirty[page] && prng.permille(700) {
                self.dirty[page] = false;
                self.lost[page] = false;
                self.persist(page);
            }
        }
    }

    /// As Linux does it: some pages are written, all are marked clean, the cache still shows what was to be written.
    pub(super) fn fail_sync(&mut self, prng: &mut Prng) {
        // The journal holds a new length back and does not forget it; the pages that came with it are not written.
        let is_resized = self.shrunk_to.is_some();
        for page in 0..self.dirty.len() {
            if std::mem::take(&mut self.dirty[page]) {
                self.lost[page] = is_resized || prng.permille(500);
                if !self.lost[page] {
                    self.persist(page);
                }
            }
        }
    }

    /// Memory pressure: clean pages leave the cache and are read from the disk again.
    pub(super) fn evict(&mut self) {
        for page in 0..self.lost.len() {
            if std::mem::take(&mut self.lost[page]) && !self.dirty[page] {
                let range = page_range(page, self.cached.len().min(self.durable.len()));
                self.cached[range.clone()].copy_from_slice(&self.durable[range]);
            }
        }
    }

    /// The machine stops: what the disk has is decided, and the cache is gone.
    pub(super) fn crash(&mut self, survival: Survival, prng: &mut Prng) {
        let keeps_length = survival == Survival::Everything || survival == Survival::Mixed && prng.permille(500);
        if keeps_length {
            let grows_again = survival == Survival::Everything || prng.permille(750);
            self.settle_length(grows_again);
        }
        if survival != Survival::Nothing {
            for page in 0..self.dirty.len() {
                if self.dirty[page] {
                    self.persist_partly(page, survival, prng);
                }
            }
        }
        self.shrunk_to = None;
        let pages = self.durable.len().div_ceil(PAGE_BYTES);
        self.cached.clone_from(&self.durable);
        self.dirty.clear();
        self.dirty.resize(pages, false);
        self.lost.clear();
        self.lost.resize(pages, false);
    }

    /// Damages what lies safely on the disk.
    pub(super) fn flip(&mut self, bit: usize) {
        for bytes in [&mut self.cached, &mut self.durable] {
            if let Some(byte) = bytes.get_mut(bit / 8) {
                *byte ^= 1 << (bit % 8);
            }
        }
    }

    /// Zeros what lies safely on the disk.
    pub(super) fn zero(&mut self, range: std::ops::Range<usize>) {
        for bytes in [&mut self.cached, &mut self.durable] {
            let end = range.end.min(bytes.len());
            bytes[range.start.min(end)..end].fill(0);
        }
    }

    fn settle_length(&mut self, grows_again: bool) {
        if let Some(least) = self.shrunk_to.take() {
            self.durable.truncate(least);
            if grows_again {
                self.durable.resize(self.cached.len(), 0);
            }
        }
    }

    fn persist(&mut self, page: usize) {
        let range = page_range(page, self.durable.len().min(self.cached.len()));
        self.durable[range.clone()].copy_from_slice(&self.cached[range]);
    }

    fn persist_partly(&mut self, page: usize, survival: Survival, prng: &mut Prng) {
        match (survival, prng.below(3)) {
            (Survival::Everything, _) | (Survival::Mixed, 0) => self.persist(page),
            (Survival::Mixed, 1) => {
                let range = page_range(page, self.durable.len().min(self.cached.len()));
                for start in range.clone().step_by(SECTOR_BYTES) {
                    let sector = start..range.end.min(start + SECTOR_BYTES);
                    if prng.permille(500) {
                        self.durable[sector.clone()].copy_from_slice(&self.cached[sector]);
                    }
                }
            }
            _ => {}
        }
    }
}

/// The bytes of a page, as far as a file of `len` bytes has them.
fn page_range(page: usize, len: usize) -> std::ops::Range<usize> {
    let start = (page * PAGE_BYTES).min(len);
    start..len.min(start + PAGE_BYTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(inode: &Inode) -> Vec<u8> {
        let mut bytes = vec![0; inode.len()];
        inode.read(&mut bytes, 0);
        bytes
    }

    #[test]
    fn only_what_was_synced_is_sure_to_survive() {
        let mut prng = Prng::new(3);
        let mut inode = Inode::default();
        inode.write(&[1; 6000], 0);
        inode.sync();
        inode.write(&[2; 6000], 3000);
        inode.crash(Survival::Nothing, &mut prng);
        assert_eq!(content(&inode), [1; 6000]);
    }

    #[test]
    fn a_torn_page_is_torn_at_sectors() {
        let mut prng = Prng::new(5);
        let mut inode = Inode::default();
        inode.write(&[1; PAGE_BYTES], 0);
        inode.sync();
        let mut torn = 0;
        for _ in 0..20 {
            inode.write(&[2; PAGE_BYTES], 0);
            inode.crash(Survival::Mixed, &mut prng);
            let bytes = content(&inode);
            assert!(bytes.chunks(SECTOR_BYTES).all(|sector| sector.iter().all(|byte| *byte == sector[0])));
            torn += u32::from(bytes.contains(&1) && bytes.contains(&2));
            inode.write(&[1; PAGE_BYTES], 0);
            inode.sync();
        }
        assert!(torn > 0);
    }

    #[test]
    fn a_failed_sync_leaves_the_cache_and_loses_the_disk() {
        let mut prng = Prng::new(1);
        let mut inode = Inode::default();
        inode.extend(64 * PAGE_BYTES);
        inode.sync();
        inode.write(&vec![9; 64 * PAGE_BYTES], 0);
        inode.fail_sync(&mut prng);
        inode.sync();
        assert!(content(&inode).iter().all(|byte| *byte == 9));
        inode.crash(Survival::Everything, &mut prng);
        assert!(content(&inode).contains(&0), "the second sync had nothing to write");
    }

    #[test]
    fn a_lost_truncation_brings_the_old_bytes_back() {
        let mut prng = Prng::new(1);
        let mut inode = Inode::default();
        inode.write(&[1; 9000], 0);
        inode.sync();
        inode.truncate(100);
        inode.extend(9000);
        assert!(content(&inode)[100..].iter().all(|byte| *byte == 0));
        inode.crash(Survival::Nothing, &mut prng);
        assert_eq!(content(&inode), [1; 9000]);
    }
}
