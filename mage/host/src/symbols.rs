//! Makes the interface visible to modules.
//!
//! A module is a shared object with undefined `mgp_*` symbols, which the dynamic linker looks for in the global scope: in
//! the executable and in what was opened with `RTLD_GLOBAL`. Whether an executable shows its own functions there depends
//! on the flags it was linked with, which a library cannot set. So the host opens a shared object of its own making:
//! nothing but a symbol table whose entries are absolute (`SHN_ABS`), with the addresses that the functions have in
//! this process. It is written into memory (`memfd_create`) and holds no code, so it is the same for every processor with
//! 64-bit ELF. Needed is glibc 2.28 or newer, which takes absolute symbols as what they are.
//!
//! Layout of the file: ELF header (64 bytes), three program headers (56 each: the whole file readable and writable, the
//! dynamic section, a stack that is not executable), dynamic section, hash table, symbols, strings.

use std::ffi::{CString, c_uint};
use std::io::Write;
use std::os::fd::{AsRawFd, FromRawFd};
use std::sync::OnceLock;

use crate::abi;

const HEADER_BYTES: u64 = 64;
const PROGRAM_HEADER_BYTES: u64 = 56;
const SYMBOL_BYTES: u64 = 24;
const PROGRAM_HEADERS: u64 = 3;
const DYNAMIC_ENTRIES: u64 = 7;
const PAGE_BYTES: u64 = 0x1000;

/// Makes the interface visible, once for the process.
pub(crate) fn publish() -> Result<(), String> {
    static PUBLISHED: OnceLock<Result<(), String>> = OnceLock::new();
    PUBLISHED.get_or_init(|| open(&image(&abi::symbols())).map_err(|error| error.to_string())).clone()
}

/// Opens the image and leaves it open: modules keep pointing to its symbols.
fn open(image: &[u8]) -> std::io::Result<()> {
    // SAFETY: the name is a C string, and the flag is one of the call's.
    let descriptor = unsafe { libc::memfd_create(c"ludograph_mgp".as_ptr(), libc::MFD_CLOEXEC as c_uint) };
    if descriptor < 0 {
        return Err(std::io::Error::last_os_error());
    }
    // SAFETY: the descriptor is new and nobody else's.
    let mut file = unsafe { std::fs::File::from_raw_fd(descriptor) };
    file.write_all(image)?;
    let path = CString::new(format!("/proc/self/fd/{}", file.as_raw_fd()))?;
    // SAFETY: the path is a C string; the file is a shared object without code that would run when it is opened.
    let handle = unsafe { libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_GLOBAL) };
    if handle.is_null() { Err(std::io::Error::other(crate::loader::last_error())) } else { Ok(()) }
}

/// The hash of the System V ABI.
fn hash(name: &str) -> u32 {
    name.bytes().fold(0, |hash: u32, byte| {
        let hash = (hash << 4).wrapping_add(u32::from(byte));
        let high = hash & 0xf000_0000;
        (hash ^ (high >> 24)) & !high
    })
}

/// Numbers in the machine's byte order.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Bytes {
    fn u16(&mut self, value: u16) -> &mut Self {
        self.0.extend(value.to_ne_bytes());
        self
    }
    fn u32(&mut self, value: u32) -> &mut Self {
        self.0.extend(value.to_ne_bytes());
        self
    }
    fn u64(&mut self, value: u64) -> &mut Self {
        self.0.extend(value.to_ne_bytes());
        self
    }
}

/// A shared object with absolute symbols and nothing else.
fn image(symbols: &[abi::Symbol]) -> Vec<u8> {
    let mut strings = vec![0];
    let mut table = Bytes::default();
    table.u64(0).u64(0).u64(0);
    for (name, address) in symbols {
        // Global function (0x12), visible, absolute (0xfff1).
        table.u32(low(strings.len() as u64)).u16(0x12).u16(0xfff1).u64(*address as u64).u64(0);
        strings.extend(name.bytes());
        strings.push(0);
    }
    let hashes = hash_table(symbols);
    let dynamic_at = HEADER_BYTES + PROGRAM_HEADERS * PROGRAM_HEADER_BYTES;
    let hash_at = dynamic_at + DYNAMIC_ENTRIES * 16;
    let symbols_at = (hash_at + hashes.0.len() as u64).next_multiple_of(8);
    let strings_at = symbols_at + table.0.len() as u64;
    let end = strings_at + strings.len() as u64;

    let mut file = Bytes::default();
    header(&mut file);
    // Loadable (1), readable and writable (6): the linker writes into the dynamic section.
    program_header(&mut file, [1, 6], [0, end, PAGE_BYTES]);
    program_header(&mut file, [2, 6], [dynamic_at, DYNAMIC_ENTRIES * 16, 8]);
    program_header(&mut file, [0x6474_e551, 6], [0, 0, 16]);
    // DT_HASH, DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_SYMENT, DT_SONAME (the empty string), DT_NULL.
    for (tag, value) in [(4, hash_at), (5, strings_at), (6, symbols_at), (10, end - strings_at), (11, SYMBOL_BYTES)] {
        file.u64(tag).u64(value);
    }
    file.u64(14).u64(0).u64(0).u64(0);
    file.0.extend(hashes.0);
    file.0.resize(usize::try_from(symbols_at).unwrap_or(file.0.len()), 0);
    file.0.extend(table.0);
    file.0.extend(strings);
    file.0
}

fn low(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

/// One chain for each bucket, as `DT_HASH` has it; symbol 0 is the empty one.
fn hash_table(symbols: &[abi::Symbol]) -> Bytes {
    let buckets = low(symbols.len().max(1) as u64);
    let mut heads = vec![0_u32; symbols.len().max(1)];
    let mut chains = vec![0_u32];
    for (number, (name, _)) in (1_u32..).zip(symbols) {
        let bucket = (hash(name) % buckets) as usize;
        let before = heads.get_mut(bucket).map(|head| std::mem::replace(head, number));
        chains.push(before.unwrap_or(0));
    }
    let mut table = Bytes::default();
    table.u32(buckets).u32(low(chains.len() as u64));
    for entry in heads.into_iter().chain(chains) {
        table.u32(entry);
    }
    table
}

fn header(file: &mut Bytes) {
    let order = if cfg!(target_endian = "little") { 1 } else { 2 };
    file.0.extend([0x7f, b'E', b'L', b'F', 2, order, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let machine = if cfg!(target_arch = "aarch64") { 183 } else { 62 };
    // A shared object (3); no entry, no sections; then the sizes of the headers.
    file.u16(3).u16(machine).u32(1).u64(0).u64(HEADER_BYTES).u64(0).u32(0);
    file.u16(64).u16(56).u16(3).u16(64).u16(0).u16(0);
}

fn program_header(file: &mut Bytes, [kind, flags]: [u32; 2], [at, size, align]: [u64; 3]) {
    file.u32(kind).u32(flags).u64(at).u64(at).u64(at).u64(size).u64(size).u64(align);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_of_the_interface_is_found_at_its_address() {
        publish().unwrap();
        let symbols = abi::symbols();
        assert!(symbols.len() > 200, "{}", symbols.len());
        for (name, address) in symbols {
            let text = CString::new(name).unwrap();
            // SAFETY: the name is a C string.
            let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, text.as_ptr()) };
            assert_eq!(found as usize, address, "{name}");
        }
    }

    #[test]
    fn the_hash_is_that_of_the_abi() {
        assert_eq!(hash(""), 0);
        assert_eq!(hash("printf"), 0x077_905a6);
        assert_eq!(hash("syscall"), 0x0b09_985c);
    }
}
