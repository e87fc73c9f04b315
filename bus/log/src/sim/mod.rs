//! A simulated disk, and the simulation that holds the log against a model of what it promises.

mod disk;
mod fault;
mod inode;
mod prng;

pub use disk::SimFs;
pub use fault::Faults;
pub use prng::Prng;
