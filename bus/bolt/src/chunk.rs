//! Messages as chunks: a size of two bytes, so many bytes, and a size of zero at the end. A size of zero before a message
//! means nothing.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Bytes a message may have; more than a batch of rows ever takes.
const MESSAGE_BYTES_MAX: usize = 256 << 20;

/// Reads one message; `None` where the other side has closed before one began.
pub(crate) async fn read(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Vec<u8>>> {
    let mut message = Vec::new();
    loop {
        let size = match stream.read_u16().await {
            Ok(size) => usize::from(size),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof && message.is_empty() => return Ok(None),
            Err(error) => return Err(error),
        };
        if size == 0 {
            if message.is_empty() {
                continue;
            }
            return Ok(Some(message));
        }
        let before = message.len();
        if before + size > MESSAGE_BYTES_MAX {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a message is too large"));
        }
        message.resize(before + size, 0);
        stream.read_exact(message.get_mut(before..).unwrap_or_default()).await?;
    }
}

/// A message as chunks of at most `chunk_bytes`, with a meaningless chunk before it where asked for.
pub(crate) fn frame(message: &[u8], chunk_bytes: usize, is_preceded: bool) -> Vec<u8> {
    let mut framed = Vec::with_capacity(message.len() + 8);
    if is_preceded {
        framed.extend([0, 0]);
    }
    for chunk in message.chunks(chunk_bytes.clamp(1, usize::from(u16::MAX))) {
        framed.extend(u16::try_from(chunk.len()).unwrap_or(u16::MAX).to_be_bytes());
        framed.extend(chunk);
    }
    framed.extend([0, 0]);
    framed
}

/// Writes bytes in pieces of at most `piece_bytes`, each handed to the network by itself.
pub(crate) async fn write(stream: &mut (impl AsyncWrite + Unpin), bytes: &[u8], piece_bytes: usize) -> io::Result<()> {
    for piece in bytes.chunks(piece_bytes.max(1)) {
        stream.write_all(piece).await?;
        stream.flush().await?;
    }
    Ok(())
}
