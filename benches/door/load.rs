//! The load: batches of small events, each event new, over connections that stay open.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// Events in a batch.
pub(crate) const EVENTS: usize = 50;
/// Width of the digits patched into every event.
const DIGITS: usize = 12;

/// One producer with its connection; its requests are built once, and only numbers in them change.
pub(crate) struct Producer {
    address: SocketAddr,
    stream: TcpStream,
    request: Vec<u8>,
    /// Where each event's id and timestamp stand.
    places: Vec<(usize, usize)>,
    next: u64,
    answer: Vec<u8>,
}

impl Producer {
    pub(crate) fn connect(address: SocketAddr, name: &str) -> std::io::Result<Self> {
        let stream = connect(address)?;
        let (body, mut places) = body(name);
        let head = format!(
            "POST /api/v1/events/batch HTTP/1.1\r\nhost: bench\r\nx-ludograph-stream: {name}\r\ncontent-type: \
             application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        for (id, time) in &mut places {
            *id += head.len();
            *time += head.len();
        }
        let request = [head.into_bytes(), body].concat();
        Ok(Self { address, stream, request, places, next: 1, answer: vec![0; 4096] })
    }

    /// Sends a batch of new events and waits for the answer's status.
    pub(crate) fn send(&mut self) -> std::io::Result<u16> {
        for (id, time) in &self.places {
            let digits = format!("{:0DIGITS$}", self.next);
            self.request[*id..*id + DIGITS].copy_from_slice(digits.as_bytes());
            // A clock in milliseconds has no leading zeros; a tenth of a millisecond an event keeps it below wall time.
            let digits = format!("{:.2}", 100_000_000.0 + self.next as f64 / 10.0);
            self.request[*time..*time + DIGITS].copy_from_slice(digits.as_bytes());
            self.next += 1;
        }
        self.stream.write_all(&self.request)?;
        self.status()
    }

    fn status(&mut self) -> std::io::Result<u16> {
        let mut filled = 0;
        loop {
            let read = self.stream.read(&mut self.answer[filled..])?;
            if read == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            filled += read;
            let text = &self.answer[..filled];
            let Some(end) = text.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(&text[..end]).to_ascii_lowercase();
            let length = head.split("content-length:").nth(1).and_then(|rest| rest.lines().next());
            let length: usize = length.and_then(|length| length.trim().parse().ok()).unwrap_or_default();
            if filled >= end + 4 + length {
                if head.starts_with("http/1.0") {
                    self.stream = connect(self.address)?;
                }
                return Ok(head.get(9..12).and_then(|status| status.parse().ok()).unwrap_or_default());
            }
        }
    }
}

fn connect(address: SocketAddr) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(30)))?;
    Ok(stream)
}

/// A batch's text and the places of its numbers. The events are those of a game being played, without whole states.
fn body(name: &str) -> (Vec<u8>, Vec<(usize, usize)>) {
    let kinds = [
        ("MONEY_CHANGED", r#"{"old_value":4,"new_value":9,"difference":5}"#),
        ("SCORE_CHANGED", r#"{"old_chips":0,"new_chips":412,"old_mult":0,"new_mult":5}"#),
        ("HAND_PLAYED", r#"{"hands_remaining":3,"hand_number":1}"#),
        ("CARDS_DISCARDED", r#"{"discards_remaining":2}"#),
        ("PHASE_CHANGED", r#"{"old_phase":"UNKNOWN_STATE_1","new_phase":"UNKNOWN_STATE_2"}"#),
    ];
    let mut text = String::from(
        r#"{"batch_id":"4dac2fe9-0ec1-4015-a492-c3cca85e3f9b","source":"BalatroMCP","timestamp":1800000000000,"events":["#,
    );
    let mut places = Vec::new();
    for index in 0..EVENTS {
        let (kind, payload) = kinds[index % kinds.len()];
        if index > 0 {
            text.push(',');
        }
        text +=
            &format!(r#"{{"type":"{kind}","source":"BalatroMCP","version":1,"event_id":"{name:0>8}-0000-4000-8000-"#);
        let id = text.len();
        text += &format!(r#"{:0DIGITS$}","timestamp":"#, 0);
        let time = text.len();
        text += &format!(r#"{:.2},"payload":{payload}}}"#, 100_000_000.0);
        places.push((id, time));
    }
    text.push_str("]}");
    (text.into_bytes(), places)
}
