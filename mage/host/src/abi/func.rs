//! `mgp_func_result_*`.

use super::memory::Memory;
use super::object::{self, Data};
use super::pointer::CText;
use super::result::FunctionResult;
use super::slot::Handle;

super::exports! {
    fn mgp_func_result_set_error_msg(result: Handle<FunctionResult>, message: CText, memory: Handle<Memory>) {
        memory.get()?;
        let message = message.to_message()?;
        result.get_mut()?.error = Some(message);
        Ok(())
    }
    fn mgp_func_result_set_value(result: Handle<FunctionResult>, value: Handle<Data>, memory: Handle<Memory>) {
        memory.get()?;
        let value = object::read(value)?;
        result.get_mut()?.value = Some(value);
        Ok(())
    }
}
