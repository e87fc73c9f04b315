//! `mgp_message_*` and `mgp_messages_*`: what a transformation of a stream is given.

use std::ffi::{c_char, c_int};

use super::Code;
use super::object::object;
use super::pointer::Out;
use super::slot::{Handle, Object, Pool};
use crate::abi::arena::Arena;

/// A `mgp_message`.
pub(crate) struct Message(pub(crate) crate::transform::Message);

/// A `mgp_messages`.
pub(crate) struct Messages(pub(crate) Vec<Handle<Message>>);

object!(Message, 0x4d67_001a, message);
object!(Messages, 0x4d67_001b, messages);

super::exports! {
    fn mgp_message_source_type(message: Handle<Message>, result: Out<c_int>) {
        let source = message.get()?.0.source as c_int;
        result.set(source)
    }
    fn mgp_message_payload(message: Handle<Message>, result: Out<*const c_char>) {
        let payload = message.get()?.0.payload.as_ptr().cast();
        result.set(payload)
    }
    fn mgp_message_payload_size(message: Handle<Message>, result: Out<usize>) {
        let size = message.get()?.0.payload.len();
        result.set(size)
    }
    fn mgp_message_topic_name(message: Handle<Message>, result: Out<*const c_char>) {
        let topic = message.get()?.0.topic.as_ptr();
        result.set(topic)
    }
    fn mgp_message_key(message: Handle<Message>, result: Out<*const c_char>) {
        let key = message.get()?.0.key.as_ref().map(|key| key.as_ptr().cast()).ok_or(Code::InvalidArgument)?;
        result.set(key)
    }
    fn mgp_message_key_size(message: Handle<Message>, result: Out<usize>) {
        let size = message.get()?.0.key.as_ref().map(Vec::len).ok_or(Code::InvalidArgument)?;
        result.set(size)
    }
    fn mgp_message_timestamp(message: Handle<Message>, result: Out<i64>) {
        let timestamp = message.get()?.0.timestamp_ms;
        result.set(timestamp)
    }
    fn mgp_message_offset(message: Handle<Message>, result: Out<i64>) {
        let offset = message.get()?.0.offset;
        result.set(offset)
    }
    fn mgp_messages_size(messages: Handle<Messages>, result: Out<usize>) {
        let size = messages.get()?.0.len();
        result.set(size)
    }
    fn mgp_messages_at(messages: Handle<Messages>, index: usize, result: Out<Handle<Message>>) {
        let message = messages.get()?.0.get(index).copied().ok_or(Code::OutOfRange)?;
        result.set(message)
    }
}
