//! Replays of Bucket Brigade as bytes. The checksum is put right first, or nothing behind it would ever be reached.
#![no_main]

use libfuzzer_sys::fuzz_target;
use ludograph_engine::brigade::Replay;

fuzz_target!(|body: &[u8]| {
    let _ = Replay::from_bytes(body);
    let mut bytes = body.to_vec();
    bytes.extend_from_slice(&check_of(body).to_le_bytes());
    let Ok(replay) = Replay::from_bytes(&bytes) else { return };
    let _ = replay.simulate(|_| {});
    if let Ok(written) = replay.to_bytes() {
        // Bytes, because a score that is not a number equals nothing.
        let again = Replay::from_bytes(&written).expect("what is written can be read");
        assert_eq!(again.to_bytes().expect("what was written once can be written again"), written);
    }
});

/// FNV-1a, as the format has it.
fn check_of(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |check, byte| (check ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}
