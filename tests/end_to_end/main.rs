//! The whole, from outside: the program as a process, and the rules between the rooms.

mod manners;
mod program;
mod rooms;
mod serving;
mod traffic;
