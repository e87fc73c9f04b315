//! `mgp_log`.

use std::ffi::c_int;

use super::Code;
use super::pointer::CText;
use crate::logging::{self, Level};

super::exports! {
    fn mgp_log(level: c_int, output: CText) {
        let level = Level::from_number(level).ok_or(Code::InvalidArgument)?;
        logging::log(level, &output.to_message()?);
        Ok(())
    }
}
